import { rmSync } from 'node:fs'
import type { LibraryKey } from '#database/library-key'
import { backupWorkerEntry, startBackupWorker, underKey } from '../backup/open-backups.ts'
import { placesOf } from '../backup/waiting-restore.ts'
import type { DataFolder } from './data-folder.ts'
import { findingsOf, prepareSalvage } from './repair.ts'
import type { Shell } from './shell.ts'

/**
 * Gets a whole copy of a damaged library ready where that loses nothing: no table that holds what nothing else does is hit. False when
 * something would be lost, which is for a person to decide about.
 */
export async function remakeWithoutLoss(
  folder: DataFolder,
  { shell, key }: { readonly shell: Shell; readonly key: LibraryKey | null },
): Promise<boolean> {
  const { original, derived } = findingsOf(folder, key)
  if (original.some((table) => table !== '') || original.length + derived.length === 0) return false
  const worker = startBackupWorker({ entry: shell.files?.backupWorker ?? backupWorkerEntry, spawn: shell.spawn })
  try {
    const salvaged = await prepareSalvage(folder, {
      worker: underKey(worker.client, { key, keyFile: folder.keyFile, secret: null }),
      tell: () => {},
    })
    if ('report' in salvaged && isWithoutLoss(salvaged.report)) return true
    rmSync(placesOf(folder).restoring, { recursive: true, force: true })
    return false
  } finally {
    await worker.close()
  }
}

function isWithoutLoss({
  tables,
  log,
  documents,
}: {
  tables: readonly Loss[]
  log: string
  documents: readonly unknown[]
}) {
  const isWhole = tables.every(({ lost, atLeast, changed }) => lost === 0 && !atLeast && changed === 0)
  return isWhole && log !== 'left-out' && documents.length === 0
}

interface Loss {
  readonly lost: number
  readonly atLeast: boolean
  readonly changed: number
}
