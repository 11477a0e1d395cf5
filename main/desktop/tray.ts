import type { MenuItemConstructorOptions } from 'electron'

export interface TrayActions {
  readonly ask: () => void
  readonly open: (route: string) => void
  readonly quit: () => void
}

/** What the tray icon offers; the shortcut is shown while the system grants it. */
export function trayMenu(actions: TrayActions, shortcut: string | null): MenuItemConstructorOptions[] {
  return [
    { label: 'Quick Ask', click: actions.ask, ...(shortcut ? { accelerator: shortcut } : {}) },
    { label: 'Open Alcove', click: () => actions.open('/') },
    { type: 'separator' },
    { label: 'Library', click: () => actions.open('/library') },
    { label: 'Settings', click: () => actions.open('/settings') },
    { type: 'separator' },
    { label: 'Quit Alcove', click: actions.quit },
  ]
}
