import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type * as electron from 'electron'
import type { Settings } from '#contract/settings.contract'
import type { App } from '../app/compose.ts'
import { contentSecurityPolicy } from '../app/content-security-policy.ts'
import type { DataFolder } from '../app/data-folder.ts'
import type { Shell } from '../app/shell.ts'
import { routeOf } from './deep-link.ts'
import { watchEnds } from './ends.ts'
import { createInstaller } from './installer.ts'
import { createKeychain } from './keychain.ts'
import { createLibraryLoop } from './library-loop.ts'
import { lockDown } from './lock-down.ts'
import { applicationMenu } from './menu.ts'
import { createOutside } from './outside.ts'
import { answerPorts } from './ports.ts'
import { servePage } from './protocol.ts'
import { createQuickAsk } from './quick-ask.ts'
import { trayMenu } from './tray.ts'
import { createUtilitySpawn } from './utility-process.ts'
import { openMainWindow, openQuickAskWindow } from './windows.ts'

/** What of Electron the desktop app is made of. */
export type ElectronParts = Pick<
  typeof electron,
  | 'app'
  | 'BrowserWindow'
  | 'dialog'
  | 'globalShortcut'
  | 'ipcMain'
  | 'Menu'
  | 'nativeTheme'
  | 'protocol'
  | 'safeStorage'
  | 'screen'
  | 'session'
  | 'shell'
  | 'Tray'
  | 'utilityProcess'
>

export interface DesktopSettings {
  readonly folder: DataFolder
  readonly minimized: boolean
  /** The deep link Alcove was started with. */
  readonly link: string | null
}

/** Opens the library and everything around it: windows, tray, menus, shortcut. Resolves when all is there. */
export async function openDesktop(parts: ElectronParts, { folder, minimized, link }: DesktopSettings): Promise<void> {
  const { app, dialog, globalShortcut, ipcMain, Menu, nativeTheme, protocol, safeStorage, screen, Tray } = parts
  const root = app.getAppPath()
  const preload = join(root, 'out', 'preload', 'preload.cjs')
  const icon = join(root, 'resources', 'icons', 'icon.png')
  const outside = createOutside(parts.shell)
  let window: electron.BrowserWindow | null = null
  let quitting = false

  lockDown({ app, session: parts.session.defaultSession, openExternal: outside.open, openInside: open })
  servePage(protocol, { folder: join(root, 'out', 'renderer'), contentSecurityPolicy: contentSecurityPolicy([]) })

  let alcove: App | null = null
  const library = createLibraryLoop({
    folder,
    shell: desktopShell(),
    dialog,
    outside,
    ports: answerPorts(ipcMain),
    onOpen,
    onClosed: () => {
      alcove = null
      open(null)
    },
  })

  const quickAsk = createQuickAsk({
    shortcuts: globalShortcut,
    screen,
    open: () => openQuickAskWindow(parts, { preload, icon }),
    focusQuestion: () => alcove?.events.announce({ type: 'focus-question' }),
    giveBackFocus: () => {
      if (process.platform === 'darwin' && !window?.isVisible()) app.hide()
    },
  })
  const tray = new Tray(
    join(root, 'resources', 'icons', process.platform === 'darwin' ? 'trayTemplate.png' : 'tray.png'),
  )
  tray.setToolTip('Alcove')
  tray.on('click', () => process.platform !== 'darwin' && open('/'))
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(
      applicationMenu(
        { open, ask: quickAsk.toggle, openHelp: () => outside.open('https://ollama.com/download') },
        process.platform,
      ),
    ),
  )
  app.on('second-instance', (_, argv, __, data) =>
    openLink(linkOf(data) ?? argv.find((one) => one.startsWith('alcove://'))),
  )
  app.on('open-url', (event, url) => {
    event.preventDefault()
    openLink(url)
  })
  app.on('activate', () => open(null))
  // With a tray, Alcove goes on without a window: watching folders, waiting for its shortcut.
  app.on('window-all-closed', () => {})
  app.on('before-quit', (event) => {
    if (quitting) return
    quitting = true
    event.preventDefault()
    globalShortcut.unregisterAll()
    void library.close().finally(() => app.exit(0))
  })
  watchEnds(app, (...end) => alcove?.noteGone(...end))
  if (!(await library.run(() => app.exit(0)))) return app.exit(0)
  if (link) openLink(link)

  async function onOpen(opened: App) {
    alcove = opened
    const settings = opened.settings.get()
    apply(settings)
    window ??= showMain(minimized || settings.startMinimized ? 'later' : 'at-once')
    quickAsk.prepare()
    opened.warm()
    await opened.start()
  }

  function desktopShell(): Shell {
    return {
      openAddress: async (url) => outside.open(url),
      chooseFolder,
      secrets: createKeychain({
        storage: safeStorage,
        platform: process.platform,
        file: join(folder.root, 'secrets.json'),
      }),
      spawn: createUtilitySpawn((path, argv, options) => parts.utilityProcess.fork(path, argv, options)),
      forgetPages: async () => {
        await parts.session.defaultSession.clearStorageData()
        await parts.session.defaultSession.clearCache()
      },
      onSettings: apply,
      ...(app.isPackaged ? { updater: installer() } : {}),
      files: {
        libraryWorker: pathToFileURL(join(root, 'out', 'workers', 'library', 'library.worker.js')),
        searchWorker: pathToFileURL(join(root, 'out', 'workers', 'search', 'search.worker.js')),
        backupWorker: pathToFileURL(join(root, 'out', 'workers', 'backup', 'backup.worker.js')),
        yourDataWorker: pathToFileURL(join(root, 'out', 'workers', 'your-data', 'your-data.worker.js')),
        modelsFolder: unpacked(join(root, 'models', 'files')),
        sampleFolder: unpacked(join(root, 'resources', 'sample-library')),
      },
    }
  }

  function installer() {
    return createInstaller({
      load: async () => (await import('electron-updater')).default.autoUpdater,
      file: unpacked(join(root, 'resources', 'updates.json')),
      folder: join(folder.root, 'updates'),
      resourcesPath: process.resourcesPath,
      platform: process.platform,
      arch: process.arch,
      leave: async () => {
        quitting = true
        globalShortcut.unregisterAll()
        await library.close()
      },
    })
  }

  function apply(settings: Settings) {
    nativeTheme.themeSource = settings.theme
    const refused = quickAsk.bind(settings.quickAskShortcut)
    const shortcut = refused ? null : settings.quickAskShortcut
    const entries = trayMenu({ ask: quickAsk.toggle, open, quit: () => app.quit() }, shortcut)
    const reason = refused ? [{ label: 'Shortcut refused…', click: () => tellRefused(refused) }] : []
    tray.setContextMenu(Menu.buildFromTemplate([...reason, ...entries]))
    if (refused) tray.setToolTip(`Alcove: ${refused}`)
    else tray.setToolTip('Alcove')
  }

  function showMain(show: 'at-once' | 'later'): electron.BrowserWindow {
    const opened = openMainWindow(parts, { preload, icon, stateFile: join(folder.root, 'window.json'), show })
    opened.on('close', (event) => {
      if (quitting) return
      event.preventDefault()
      opened.hide()
    })
    return opened
  }

  function open(route: string | null) {
    if (!window || window.isDestroyed()) window = showMain('at-once')
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
    if (route) alcove?.events.announce({ type: 'open', route })
  }

  function openLink(address: string | undefined | null) {
    open(address ? routeOf(address) : null)
  }

  async function chooseFolder(): Promise<string | null> {
    const options = { properties: ['openDirectory' as const], buttonLabel: 'Add Folder' }
    const { filePaths } = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options))
    return filePaths[0] ?? null
  }

  function tellRefused(reason: string) {
    const message = 'The shortcut is not available.'
    void dialog.showMessageBox({ type: 'info', title: 'Alcove', message, detail: reason })
  }
}

function linkOf(data: unknown): string | null {
  const link = typeof data === 'object' && data !== null && 'link' in data ? data.link : null
  return typeof link === 'string' ? link : null
}

/** Where the packager puts files that programs other than Electron open by path. */
function unpacked(path: string): string {
  return path.replace(/app\.asar(?=[/\\])/, 'app.asar.unpacked')
}
