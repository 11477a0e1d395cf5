import { setTimeout as sleep } from 'node:timers/promises'
import { fail, ok, type Result } from '#contract/result'
import type { LibraryLocked } from '#contract/system.failures'
import { keyBy } from '#database/key-slots'
import type { DataFolder } from '../app/data-folder.ts'
import type { Joined } from '../app/join.ts'
import { readKeyFile } from './key-file.ts'

/** How long a process may take from being let in until it has closed its door and opened its library. */
const opening = 10_000

/**
 * Whether a program may use the encrypted library that another process has: a passphrase it was given has to be right, and opens
 * a library that is closed, which is then to be joined anew.
 */
export async function letIn(
  folder: DataFolder,
  joined: Joined,
  secret = process.env.ALCOVE_PASSPHRASE || null,
): Promise<Result<'come-in' | 'try-again', LibraryLocked>> {
  const keyFile = readKeyFile(folder)
  if (!keyFile) return ok('come-in')
  const { state } = await joined.client.encryption.state().catch(() => ({ state: 'working' as const }))
  if (state === 'working') return again()
  if (secret !== null && !(await keyBy(keyFile, secret))) return refuse('passphrase-wrong')
  if (state !== 'closed') return ok('come-in')
  if (secret === null) return refuse('passphrase-needed')
  const opened = await joined.client.encryption.unlock({ secret }).catch(() => null)
  return opened ? again() : refuse('passphrase-wrong')

  async function again() {
    await Promise.race([joined.gone, sleep(opening, undefined, { ref: false })])
    await joined.close()
    return ok('try-again' as const)
  }

  async function refuse(reason: LibraryLocked['reason']) {
    await joined.close()
    return fail({ code: 'LIBRARY_LOCKED', message: 'The library is closed', path: folder.database, reason } as const)
  }
}
