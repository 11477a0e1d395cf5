import { basename } from 'node:path'
import type { BackupFailed } from '#contract/backup-problem'
import type { BackupStep } from '#contract/backup-worker.contract'
import { fail, type Result } from '#contract/result'
import type { StartFailure } from '#contract/system.failures'
import type { BackupWorker } from '../backup/making.ts'
import { backupWorkerEntry, startBackupWorker, underKey } from '../backup/open-backups.ts'
import { restoreInPlace, restoreTo } from '../backup/restoring.ts'
import { namingTrouble } from '../backup/trouble.ts'
import { finishConversion } from '../encryption/conversion.ts'
import { findKey } from '../encryption/find-key.ts'
import { chooseDataFolder, openDataFolder } from './data-folder.ts'
import { createSession } from './library-session.ts'
import { createMemorySecrets } from './secrets.ts'
import { takeLock } from './take-lock.ts'

export interface OfflineRestore {
  /** The backup, as a file of this machine. */
  readonly file: string
  readonly passphrase: string | null
  readonly tell: (step: BackupStep, done: number) => void
  /** Ends it; what is half made is taken away by the next start. */
  readonly signal: AbortSignal
}

/** Makes a data folder of a backup without opening any library. */
export async function restoreFileTo(to: string, wanted: OfflineRestore): Promise<Result<Restored, BackupFailed>> {
  const { signal, ...unpacking } = wanted
  const secret = process.env.ALCOVE_PASSPHRASE || null
  return namingTrouble(() =>
    withWorker(signal, (worker) =>
      restoreTo(to, { ...unpacking, worker: underKey(worker, { key: null, keyFile: '', secret }), sha256: null }),
    ),
  )
}

export interface Restored {
  /** When the backup was made. */
  readonly madeAt: number
}

/**
 * Gets a backup ready for the next start, also when the library cannot be opened, as that is when it is needed. Null while
 * another process works on the data folder.
 */
export async function restoreFileInPlace(
  place: { readonly data: string | undefined; readonly from: string },
  wanted: OfflineRestore,
): Promise<Result<Restored, BackupFailed | StartFailure> | null> {
  const opened = openDataFolder(chooseDataFolder(place.data, place.from))
  if (!opened.ok) return opened
  const folder = opened.value
  const lock = takeLock(folder)
  if (!lock) return null
  const { signal, ...unpacking } = wanted
  const named = { name: basename(wanted.file), at: Date.now() }
  const passphrase = process.env.ALCOVE_PASSPHRASE || undefined
  try {
    finishConversion(folder)
    const found = await findKey(folder, { session: createSession(), secrets: createMemorySecrets(), passphrase })
    if (!found.ok) return found
    if (found.value.closed) {
      const message = 'The library is encrypted and closed'
      return fail({ code: 'LIBRARY_LOCKED', message, path: folder.database, reason: 'passphrase-needed' })
    }
    const { key } = found.value
    return await namingTrouble(() =>
      withWorker(signal, (worker) =>
        restoreInPlace(folder, {
          ...unpacking,
          ...named,
          worker: underKey(worker, { key, keyFile: folder.keyFile, secret: passphrase ?? null }),
          sha256: null,
        }),
      ),
    )
  } finally {
    // The library was not opened, so it is as clean or unclean as it was.
    lock.release({ unclean: lock.unclean })
  }
}

async function withWorker<T>(signal: AbortSignal, body: (worker: BackupWorker) => Promise<T>): Promise<T> {
  const worker = startBackupWorker({ entry: backupWorkerEntry })
  const end = () => void worker.close()
  signal.addEventListener('abort', end, { once: true })
  try {
    return await body(worker.client)
  } finally {
    signal.removeEventListener('abort', end)
    await worker.close()
  }
}
