import type { BrowserWindow, GlobalShortcut, Screen } from 'electron'
import { quickAskPlace } from './quick-ask-place.ts'

export interface QuickAskDeps {
  readonly shortcuts: Pick<GlobalShortcut, 'register' | 'unregister'>
  readonly screen: Pick<Screen, 'getCursorScreenPoint' | 'getDisplayNearestPoint'>
  /** Makes the window, hidden; called once and again when it was destroyed. */
  readonly open: () => Pick<BrowserWindow, 'setBounds' | 'show' | 'hide' | 'focus' | 'isVisible' | 'isDestroyed' | 'on'>
  /** Gives the focus back to the program that had it (macOS hides the app for that). */
  readonly giveBackFocus: () => void
  /** Asks the page to put the cursor where the question goes. */
  readonly focusQuestion: () => void
}

export interface QuickAsk {
  /** Shows the window over the active display, or hides it. */
  toggle(): void
  hide(): void
  /** Puts the window under a shortcut in place of the one before; a sentence why not, or null. */
  bind(shortcut: string): string | null
  /** Makes the window ahead of time, so that it opens at once. */
  prepare(): void
}

/** The small window under a global shortcut: one question, one answer, away again. */
export function createQuickAsk({ shortcuts, screen, open, giveBackFocus, focusQuestion }: QuickAskDeps): QuickAsk {
  let window: ReturnType<QuickAskDeps['open']> | null = null
  let bound: string | null = null
  return { toggle, hide, bind, prepare: () => void ready() }

  function ready() {
    if (window && !window.isDestroyed()) return window
    window = open()
    // Whoever clicks elsewhere is done with it.
    window.on('blur', hide)
    // The page closes itself with Escape; the window is kept, so that it opens at once the next time.
    window.on('close', (event) => {
      event.preventDefault()
      hide()
    })
    return window
  }

  function toggle() {
    const shown = ready()
    if (shown.isVisible()) return hide()
    const { workArea } = screen.getDisplayNearestPoint(screen.getCursorScreenPoint())
    shown.setBounds(quickAskPlace(workArea))
    shown.show()
    shown.focus()
    focusQuestion()
  }

  function hide() {
    if (!window || window.isDestroyed() || !window.isVisible()) return
    window.hide()
    giveBackFocus()
  }

  function bind(shortcut: string): string | null {
    if (bound === shortcut) return null
    if (bound) shortcuts.unregister(bound)
    bound = null
    if (shortcut === '') return null
    if (!tryRegister(shortcut)) {
      return `The system did not give Alcove the shortcut ${shortcut}: another program has it, or it is not allowed here. The tray icon and \`alcove ask\` do the same; another shortcut can be set in Settings.`
    }
    bound = shortcut
    return null
  }

  function tryRegister(shortcut: string): boolean {
    try {
      return shortcuts.register(shortcut, toggle)
    } catch {
      // Not the name of any keys.
      return false
    }
  }
}
