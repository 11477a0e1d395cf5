import { ok, type Result } from '#contract/result'
import type { StartFailure } from '#contract/system.failures'
import type { ServerIdentity } from '../web/server.ts'
import { createSession } from './library-session.ts'
import { type Opened, openOrWait } from './open-library.ts'
import type { Shell } from './shell.ts'

export interface ServeSettings {
  readonly data?: string | undefined
  readonly from: string
  readonly port?: number
  readonly page: string | null
  readonly shell?: Shell
  /** Ends the service. */
  readonly signal: AbortSignal
  /** Told where the library can be reached; again when this process took over from the one that had it. */
  readonly announce: (opened: Opened) => Promise<void>
}

/** Keeps the library reachable until the signal ends: holds it, or stands by while another process does. */
export async function serve(settings: ServeSettings): Promise<Result<void, StartFailure>> {
  const { signal, announce } = settings
  const session = createSession()
  let server: ServerIdentity | undefined
  while (!signal.aborted) {
    const { promise: again, resolve: restart } = Promise.withResolvers<void>()
    const opened = await openOrWait({ ...settings, session, server, shell: { ...settings.shell, restart } })
    if (!opened.ok) return opened
    try {
      if (opened.value.held && !opened.value.closed) {
        opened.value.app.warm()
        await opened.value.app.start()
      }
      await announce(opened.value)
      await Promise.race([aborted(signal), untilLeft(opened.value, again)])
      // Pages that are open find the same address, and are let in as before.
      if (opened.value.held) server = opened.value.server.identity
    } finally {
      await opened.value.close()
    }
  }
  return ok(undefined)
}

/** Until the library is opened anew: asked for, let in, or because the process that had it is gone. */
function untilLeft(opened: Opened, again: Promise<void>): Promise<void> {
  if (!opened.held) return opened.gone
  return opened.closed ? Promise.race([opened.unlocked, again]) : again
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
