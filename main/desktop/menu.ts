import type { MenuItemConstructorOptions } from 'electron'

export interface MenuActions {
  readonly open: (route: string) => void
  readonly ask: () => void
  readonly openHelp: () => void
}

/** The menu bar: the system's own entries where it has them, and the pages of Alcove. */
export function applicationMenu(actions: MenuActions, platform: NodeJS.Platform): MenuItemConstructorOptions[] {
  const settings: MenuItemConstructorOptions = {
    label: 'Settings…',
    accelerator: 'CommandOrControl+,',
    click: () => actions.open('/settings'),
  }
  const mac = platform === 'darwin'
  return [
    ...(mac ? [appMenu(settings)] : []),
    {
      label: 'File',
      submenu: [
        { label: 'New Question', accelerator: 'CommandOrControl+N', click: () => actions.open('/') },
        { label: 'Quick Ask', click: actions.ask },
        { type: 'separator' },
        ...(mac ? [] : [settings, { type: 'separator' } as const]),
        mac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [
        { label: 'Library', click: () => actions.open('/library') },
        { label: 'Search', click: () => actions.open('/search') },
        { label: 'Models', click: () => actions.open('/models') },
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
    { role: 'help', submenu: [{ label: 'Ollama, for written answers', click: actions.openHelp }] },
  ]
}

function appMenu(settings: MenuItemConstructorOptions): MenuItemConstructorOptions {
  return {
    label: 'Alcove',
    submenu: [
      { role: 'about' },
      { type: 'separator' },
      settings,
      { type: 'separator' },
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      { type: 'separator' },
      { role: 'quit' },
    ],
  }
}
