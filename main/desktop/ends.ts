import { join } from 'node:path'
import type { App, CrashReporter, Event, RenderProcessGoneDetails, WebContents } from 'electron'

export interface Gone {
  /** A window's page, or another process of Chromium. */
  readonly what: 'window' | 'helper'
  /** What Electron calls the kind of end, such as `crashed` or `oom`. */
  readonly reason: string
  readonly exitCode: number
}

const minute = 60_000
const reloadsAMinute = 3

/** Tells of windows and helper processes that end unasked, and shows a window again unless it ends again and again. */
export function watchEnds(app: Pick<App, 'on'>, onGone: (gone: Gone) => void, clock: () => number = Date.now): void {
  let reloads: number[] = []
  app.on('render-process-gone', (_: Event, contents: WebContents, { reason, exitCode }: RenderProcessGoneDetails) => {
    if (reason === 'clean-exit') return
    onGone({ what: 'window', reason, exitCode })
    const now = clock()
    reloads = reloads.filter((at) => now - at < minute)
    if (reloads.length >= reloadsAMinute || contents.isDestroyed()) return
    reloads.push(now)
    contents.reload()
  })
  app.on('child-process-gone', (_, { type, reason, exitCode }) => {
    // Workers are watched by who started them.
    if (type === 'Utility' || reason === 'clean-exit') return
    onGone({ what: 'helper', reason, exitCode })
  })
}

/** Has Chromium keep what it knows of its own crashes beside the crash records; nothing is ever sent. */
export function keepDumps(
  { app, crashReporter }: { readonly app: Pick<App, 'setPath'>; readonly crashReporter: Pick<CrashReporter, 'start'> },
  folder: string,
): void {
  app.setPath('crashDumps', join(folder, 'dumps'))
  crashReporter.start({ uploadToServer: false })
}
