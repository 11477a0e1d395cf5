import { setTimeout as sleep } from 'node:timers/promises'
import { fail, ok, type Result } from '#contract/result'
import type { StartFailure } from '#contract/system.failures'
import { letIn } from '../encryption/let-in.ts'
import type { ServerIdentity } from '../web/server.ts'
import { chooseDataFolder, openDataFolder } from './data-folder.ts'
import type { Held, HeldClosed } from './hold.ts'
import type { Joined } from './join.ts'
import { createSession, type LibrarySession } from './library-session.ts'
import { readHolder } from './lock.ts'
import type { Shell } from './shell.ts'

export type Opened = OpenedLibrary | ({ readonly held: true } & HeldClosed)
/** A library that answers, here or in another process. */
export type OpenedLibrary =
  | ({ readonly held: true } & Held)
  | ({ readonly held: false; readonly closed: false } & Joined)

export interface OpenSettings {
  /** What the person asked for; absent: `ALCOVE_DATA`, else the system's place. */
  readonly data?: string | undefined
  /** Where relative paths start. */
  readonly from: string
  /** 0: any free port. */
  readonly port?: number
  readonly page?: string | null
  /** What the server was before, when Alcove starts again within this process. */
  readonly server?: ServerIdentity | undefined
  readonly shell?: Shell
  /** What is known of the key of an encrypted library; absent: nothing yet. */
  readonly session?: LibrarySession
  /** True: nothing is ever written to the library. */
  readonly readOnly?: boolean
}

/** On a busy machine a holder that is just starting may take this long until it can be reached. */
const patience = 60_000

/** Opens the library as `openOrWait` does; one that is encrypted and closed is a failure. */
export async function openLibrary(settings: OpenSettings): Promise<Result<OpenedLibrary, StartFailure>> {
  const opened = await openOrWait(settings)
  if (!opened.ok) return opened
  if (!opened.value.closed) return ok(opened.value)
  const path = chooseDataFolder(settings.data, settings.from)
  await opened.value.close()
  return fail({ code: 'LIBRARY_LOCKED', message: 'The library is closed', path, reason: 'passphrase-needed' })
}

/** Holds the data folder, or connects to the process that does; of processes that start together exactly one holds. */
export async function openOrWait(settings: OpenSettings): Promise<Result<Opened, StartFailure>> {
  const { data, from, port = 0, page = null, server, shell = {}, session = createSession() } = settings
  const root = chooseDataFolder(data, from)
  const opened = openDataFolder(root)
  if (!opened.ok) return opened.failure.reason === 'not-writable' ? lookAtCopy(opened, { root, settings }) : opened
  const folder = opened.value
  for (const deadline = Date.now() + patience; ; await sleep(50)) {
    const holder = readHolder(folder)
    // Asked before the lock: whoever only joins needs neither SQLite nor anything behind it.
    if (holder) {
      const { join } = await import('./join.ts')
      const joined = await join(holder)
      if (joined) {
        const allowed = await letIn(folder, joined)
        if (!allowed.ok) return allowed
        if (allowed.value === 'come-in') return ok({ held: false, closed: false, ...joined })
        // It opens its library now, as a process of its own kind: this one joins it then.
        continue
      }
    }
    const { takeLock } = await import('./take-lock.ts')
    const lock = takeLock(folder)
    if (lock) {
      const { hold } = await import('./hold.ts')
      const { reasonFor } = await import('./read-only.ts')
      try {
        const readOnly = reasonFor(folder, settings.readOnly ?? false)
        const held = await hold({ folder, lock, port, page, server, shell, session, readOnly })
        if (!held.ok) lock.release()
        return held.ok ? ok({ held: true, ...held.value }) : held
      } catch (error) {
        lock.release()
        throw error
      }
    }
    if (Date.now() > deadline) {
      const message = `Another process holds ${folder.root} and does not answer`
      return fail({ code: 'HOLDER_SILENT', message, path: folder.root, pid: holder?.pid ?? null })
    }
  }
}

/** Nobody else can write to such a folder either, so that no lock is needed but that of the copy. */
async function lookAtCopy(
  refused: Result<never, StartFailure>,
  { root, settings }: { readonly root: string; readonly settings: OpenSettings },
): Promise<Result<Opened, StartFailure>> {
  const { lookThroughCopy } = await import('./read-only.ts')
  const copy = lookThroughCopy(root)
  if (!copy) return refused
  const { takeLock } = await import('./take-lock.ts')
  const { hold } = await import('./hold.ts')
  const lock = takeLock(copy.folder)
  if (!lock) return refused
  const { port = 0, page = null, server, shell = {}, session = createSession() } = settings
  const held = await hold({ folder: copy.folder, lock, port, page, server, shell, session, readOnly: 'folder' })
  if (!held.ok) {
    lock.release()
    copy.remove()
    return held
  }
  return ok({ held: true, ...held.value, close: () => held.value.close().finally(copy.remove) })
}
