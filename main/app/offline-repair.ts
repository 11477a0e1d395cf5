import type { BackupProblem } from '#contract/backup-problem'
import { fail, type Result } from '#contract/result'
import type { SalvageEvent } from '#contract/salvage'
import type { StartFailure } from '#contract/system.failures'
import type { Faults } from '#database/faults'
import { backupWorkerEntry, startBackupWorker, underKey } from '../backup/open-backups.ts'
import { problemBehind } from '../backup/trouble.ts'
import { findKey } from '../encryption/find-key.ts'
import { chooseDataFolder, openDataFolder } from './data-folder.ts'
import { createSession } from './library-session.ts'
import { findingsOf, type KeptCopy, keptCopies, mend, prepareCopy, prepareSalvage, type Salvaged } from './repair.ts'
import { createMemorySecrets } from './secrets.ts'
import { takeLock } from './take-lock.ts'

/** A library that is not opened, and what can be done about it. */
export interface Repairable {
  readonly found: Faults
  /** The newest copy to go back to; null when there is none. */
  readonly newest: KeptCopy | null
  /** Makes anew what can be; false when that did not help. */
  mend(): boolean
  salvage(tell: (event: SalvageEvent) => void): Promise<Salvaged>
  /** Null: it takes its place when Alcove starts next. */
  goBackTo(copy: KeptCopy, passphrase: string | null): Promise<BackupProblem | null>
}

/** Looks at all of a library and has the body do something about it, with the lock. Null while another process works on the data folder. */
export async function repairOffline<T>(
  place: { readonly data: string | undefined; readonly from: string },
  body: (library: Repairable) => Promise<T>,
): Promise<Result<T, StartFailure> | null> {
  const opened = openDataFolder(chooseDataFolder(place.data, place.from))
  if (!opened.ok) return opened
  const folder = opened.value
  const lock = takeLock(folder)
  if (!lock) return null
  const worker = startBackupWorker({ entry: backupWorkerEntry })
  try {
    const passphrase = process.env.ALCOVE_PASSPHRASE || undefined
    const way = await findKey(folder, { session: createSession(), secrets: createMemorySecrets(), passphrase })
    if (!way.ok) return way
    if (way.value.closed) {
      const message = 'The library is encrypted and closed'
      return fail({ code: 'LIBRARY_LOCKED', message, path: folder.database, reason: 'passphrase-needed' })
    }
    const { key } = way.value
    const keyed = underKey(worker.client, { key, keyFile: folder.keyFile, secret: passphrase ?? null })
    const found = findingsOf(folder, key)
    const value = await body({
      found,
      newest: keptCopies(folder, key)[0] ?? null,
      mend: () => mend(folder, { derived: found.derived, key }),
      salvage: (tell) => prepareSalvage(folder, { worker: keyed, tell }),
      goBackTo: async (copy, secret) => {
        try {
          await prepareCopy(folder, copy, { worker: keyed, passphrase: secret })
          return null
        } catch (error) {
          return problemBehind(error)
        }
      },
    })
    return { ok: true, value }
  } finally {
    await worker.close()
    // Whatever was done, the next start looks at the whole file first, if this one would have.
    lock.release({ unclean: lock.unclean })
  }
}
