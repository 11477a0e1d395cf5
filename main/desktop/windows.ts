import type * as electron from 'electron'
import { pageOrigin } from './page-address.ts'
import { readWindowState, writeWindowState } from './window-state.ts'

/** What windows are made of. */
export type WindowParts = Pick<typeof electron, 'BrowserWindow' | 'nativeTheme' | 'screen'>

export interface WindowSettings {
  readonly preload: string
  readonly icon: string
  /** Keeps where the window stands. */
  readonly stateFile: string
  readonly show: 'at-once' | 'later'
}

/** What every window may do: show the page in a sandbox, with one preload and nothing of Node or Electron. */
function webPreferences(preload: string): electron.WebPreferences {
  return {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: true,
  }
}

/** Opens the main window where it stood before; `close` hides it, so that quick ask and watching go on. */
export function openMainWindow(parts: WindowParts, settings: WindowSettings): electron.BrowserWindow {
  const { BrowserWindow, nativeTheme, screen } = parts
  const { preload, icon, stateFile, show } = settings
  const displays = screen.getAllDisplays().map(({ workArea }) => workArea)
  const { maximized, ...bounds } = readWindowState(stateFile, displays)
  const window = new BrowserWindow({
    ...bounds,
    minWidth: 420,
    minHeight: 400,
    show: false,
    title: 'Alcove',
    icon,
    backgroundColor: paper(nativeTheme),
    autoHideMenuBar: true,
    webPreferences: webPreferences(preload),
  })
  window.once('ready-to-show', () => {
    if (show === 'later') return
    if (maximized) window.maximize()
    window.show()
  })
  const keep = () => writeWindowState(stateFile, { ...window.getNormalBounds(), maximized: window.isMaximized() })
  window.on('close', keep)
  window.on('hide', keep)
  void window.loadURL(`${pageOrigin}/`)
  return window
}

/** Opens the quick-ask window, hidden: without a frame, above others, on every desktop. */
export function openQuickAskWindow(
  { BrowserWindow, nativeTheme }: WindowParts,
  { preload, icon }: Pick<WindowSettings, 'preload' | 'icon'>,
): electron.BrowserWindow {
  const window = new BrowserWindow({
    width: 640,
    height: 480,
    show: false,
    frame: false,
    resizable: false,
    maximizable: false,
    minimizable: false,
    fullscreenable: false,
    skipTaskbar: true,
    alwaysOnTop: true,
    title: 'Alcove',
    icon,
    backgroundColor: paper(nativeTheme),
    webPreferences: webPreferences(preload),
  })
  window.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true })
  void window.loadURL(`${pageOrigin}/#/quick-ask`)
  return window
}

/** The page's ground, so that a window does not flash before it is drawn. */
function paper({ shouldUseDarkColors }: electron.NativeTheme): string {
  return shouldUseDarkColors ? '#191715' : '#fbf9f6'
}
