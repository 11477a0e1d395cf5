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
  /** True: opens the library without ever writing to it. */
  readonly readOnly?: boolean
  /** Ends the service. */
  readonly signal: AbortSignal
  /** Told where the library can be reached; again when this process took over from the one that had it. */
  readonly announce: (opened: Opened) => Promise<void>
  /** Told where the page of a damaged library is. Absent: damage is a failure like any other. */
  readonly announceRecovery?: (server: RecoveryPlace) => void | Promise<void>
}

/** Where the page of a damaged library is, and how to open it. */
export interface RecoveryPlace {
  readonly url: string
  readonly key: string
  pageAddress(): string
}

/** Keeps the library reachable until the signal ends: holds it, stands by while another process does, or lets a person recover it. */
export async function serve(settings: ServeSettings): Promise<Result<void, StartFailure>> {
  const { signal, announce, announceRecovery } = settings
  const session = createSession()
  let server: ServerIdentity | undefined
  let readOnly = settings.readOnly ?? false
  while (!signal.aborted) {
    const { promise: again, resolve: restart } = Promise.withResolvers<void>()
    const shell = { ...settings.shell, restart }
    const opened = await openOrWait({ ...settings, session, server, shell, readOnly })
    if (!opened.ok) {
      if (!announceRecovery || opened.failure.code !== 'DATABASE_DAMAGED') return opened
      const { folderOf, recover } = await import('./recover.ts')
      const recovered = await recover({
        root: folderOf(opened.failure),
        failure: opened.failure,
        port: settings.port ?? 0,
        server,
        shell,
        key: session.key,
        signal,
        announce: ({ url, identity, pageAddress }) => void announceRecovery({ url, key: identity.key, pageAddress }),
      })
      if (!recovered) return ok(undefined)
      server = recovered.server
      readOnly = recovered.readOnly
      continue
    }
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
