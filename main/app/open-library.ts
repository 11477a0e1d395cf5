import { setTimeout as sleep } from 'node:timers/promises'
import { fail, ok, type Result } from '#contract/result'
import type { StartFailure } from '#contract/system.failures'
import type { ServerIdentity } from '../web/server.ts'
import { chooseDataFolder, openDataFolder } from './data-folder.ts'
import type { Held } from './hold.ts'
import type { Joined } from './join.ts'
import { readHolder } from './lock.ts'
import type { Shell } from './shell.ts'

export type Opened = ({ readonly held: true } & Held) | ({ readonly held: false } & Joined)

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
}

/** On a busy machine a holder that is just starting may take this long until it can be reached. */
const patience = 60_000

/** Holds the data folder, or connects to the process that does; of processes that start together exactly one holds. */
export async function openLibrary(settings: OpenSettings): Promise<Result<Opened, StartFailure>> {
  const { data, from, port = 0, page = null, server, shell = {} } = settings
  const opened = openDataFolder(chooseDataFolder(data, from))
  if (!opened.ok) return opened
  const folder = opened.value
  for (const deadline = Date.now() + patience; ; await sleep(50)) {
    const holder = readHolder(folder)
    // Asked before the lock: whoever only joins needs neither SQLite nor anything behind it.
    if (holder) {
      const { join } = await import('./join.ts')
      const joined = await join(holder)
      if (joined) return ok({ held: false, ...joined })
    }
    const { takeLock } = await import('./take-lock.ts')
    const lock = takeLock(folder)
    if (lock) {
      const { hold } = await import('./hold.ts')
      try {
        const held = await hold({ folder, lock, port, page, server, shell })
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
