import { fork } from 'node:child_process'
import { EventEmitter } from 'node:events'
import type { ElectronParts } from './open-desktop.ts'

export interface MenuEntry {
  readonly label?: string
  readonly click?: () => void
  readonly submenu?: readonly MenuEntry[]
}

/** A window as far as the desktop app uses one. */
export class FakeWindow extends EventEmitter {
  static all: FakeWindow[] = []
  readonly options: Readonly<Record<string, unknown>>
  address = ''
  visible = false
  minimized = false

  constructor(options: Readonly<Record<string, unknown>>) {
    super()
    this.options = options
    FakeWindow.all.push(this)
  }

  async loadURL(address: string) {
    this.address = address
  }
  show() {
    this.visible = true
  }
  hide() {
    this.visible = false
    this.emit('hide')
  }
  restore() {
    this.minimized = false
  }
  /** What the person's click on the window's cross does. */
  cross() {
    let prevented = false
    this.emit('close', { preventDefault: () => (prevented = true) })
    return prevented ? 'kept' : 'closed'
  }
  getNormalBounds() {
    return { x: 10, y: 20, width: 800, height: 600 }
  }
  isVisible = () => this.visible
  isMinimized = () => this.minimized
  isMaximized = () => false
  isDestroyed = () => false
  maximize() {}
  focus() {}
  setBounds() {}
  setVisibleOnAllWorkspaces() {}
}

/** What of Electron the desktop app is made of, without a display; workers are real processes. */
export function createFakeElectron(root: string) {
  FakeWindow.all = []
  const seen = {
    exit: null as number | null,
    external: [] as string[],
    dialogs: [] as { readonly message: string; readonly detail?: string }[],
    tooltip: '',
    menu: [] as readonly MenuEntry[],
    tray: [] as readonly MenuEntry[],
    keys: new Map<string, () => void>(),
  }
  const answers: number[] = []
  const { promise: ended, resolve: end } = Promise.withResolvers<number>()
  const app = Object.assign(new EventEmitter(), {
    getAppPath: () => root,
    hide: () => {},
    quit: () => app.emit('before-quit', { preventDefault: () => {} }),
    exit: (code: number) => {
      seen.exit = code
      end(code)
    },
  })
  const ipcMain = new EventEmitter()
  const trayClicks = new EventEmitter()
  const nativeTheme = { themeSource: 'system', shouldUseDarkColors: true }
  const parts = {
    app,
    BrowserWindow: FakeWindow,
    dialog: {
      showMessageBox: async (options: { readonly message: string; readonly detail?: string }) => {
        seen.dialogs.push(options)
        return { response: answers.shift() ?? 0 }
      },
      showOpenDialog: async () => ({ canceled: false, filePaths: ['/chosen'] }),
    },
    globalShortcut: {
      register: (key: string, run: () => void) => {
        if (key === 'Taken') return false
        seen.keys.set(key, run)
        return true
      },
      unregister: (key: string) => seen.keys.delete(key),
      unregisterAll: () => seen.keys.clear(),
    },
    ipcMain,
    Menu: {
      buildFromTemplate: (entries: readonly MenuEntry[]) => entries,
      setApplicationMenu: (entries: readonly MenuEntry[]) => void (seen.menu = entries),
    },
    nativeTheme,
    protocol: { handle: () => {} },
    safeStorage: { isAsyncEncryptionAvailable: async () => false, getSelectedStorageBackend: () => 'unknown' },
    screen: {
      getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1_920, height: 1_080 } }],
      getCursorScreenPoint: () => ({ x: 0, y: 0 }),
      getDisplayNearestPoint: () => ({ workArea: { x: 0, y: 0, width: 1_920, height: 1_080 } }),
    },
    session: {
      defaultSession: {
        setPermissionRequestHandler: () => {},
        setPermissionCheckHandler: () => {},
        setDevicePermissionHandler: () => {},
      },
    },
    shell: { openExternal: async (address: string) => void seen.external.push(address) },
    Tray: class extends EventEmitter {
      setToolTip = (text: string) => void (seen.tooltip = text)
      setContextMenu = (entries: readonly MenuEntry[]) => void (seen.tray = entries)
      readonly clicks = trayClicks.on('click', () => this.emit('click'))
    },
    utilityProcess: { fork: forkFromSource },
  }
  // Only what the desktop app uses is there; the rest of Electron's types is not.
  return {
    electron: parts as unknown as ElectronParts,
    app,
    ipcMain,
    nativeTheme,
    clickTray: () => trayClicks.emit('click'),
    seen,
    answers,
    ended,
  }
}

/** Runs the source of a built worker as a utility process would run the worker. */
function forkFromSource(path: string, argv: readonly string[]) {
  const source = path.replace(/([/\\])out\1/, '$1').replace(/\.js$/, '.ts')
  const child = fork(source, argv, { serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  return Object.assign(child, { postMessage: (message: unknown) => void child.send(message as object, () => {}) })
}
