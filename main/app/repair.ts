import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { BackupPlan } from '#contract/backup-plan'
import type { SalvageEvent, SalvageReport } from '#contract/salvage'
import { openConnection } from '#database/connection'
import { type Faults, findFaults, mendDerived } from '#database/faults'
import type { LibraryKey } from '#database/library-key'
import type { BackupWorker } from '../backup/making.ts'
import { scratchOf } from '../backup/making.ts'
import { readName } from '../backup/names.ts'
import { restoreInPlace } from '../backup/restoring.ts'
import { announceRestore, placesOf } from '../backup/waiting-restore.ts'
import type { DataFolder } from './data-folder.ts'
import { syncFolder } from './whole-file.ts'

/** A copy of the library to go back to. */
export interface KeptCopy {
  readonly file: string
  readonly madeAt: number
  /** A backup also holds the copies of pasted texts. */
  readonly kind: 'backup' | 'library-file'
  readonly encrypted: boolean
}

/** What is wrong with the library file of a folder whose lock this process has. */
export function findingsOf(folder: DataFolder, key: LibraryKey | null): Faults {
  try {
    const connection = openConnection(folder.database, { readonly: true, key })
    try {
      return findFaults(connection, 'whole')
    } finally {
      connection.close()
    }
  } catch (error) {
    return { derived: [], original: [''], details: [error instanceof Error ? error.message : String(error)] }
  }
}

/** Makes anew what can be; false when that did not help, and then nothing was changed. */
export function mend(
  folder: DataFolder,
  { derived, key }: Pick<Faults, 'derived'> & { readonly key: LibraryKey | null },
): boolean {
  const connection = openConnection(folder.database, { key })
  try {
    return mendDerived(connection, derived)
  } finally {
    connection.close()
  }
}

/** The copies that can be gone back to, the newest first: backups where the plan has them, and those made before each change of the layout. */
export function keptCopies(folder: DataFolder, key: LibraryKey | null): readonly KeptCopy[] {
  const copies = namesIn(folder.backups)
    .filter((name) => name.endsWith('.sqlite'))
    .map((name): KeptCopy => {
      const file = join(folder.backups, name)
      return { file, madeAt: statSync(file).mtimeMs, kind: 'library-file', encrypted: false }
    })
  const place = plannedFolder(folder, key)
  const backups = place === null ? [] : backupsIn(place.path, place.series)
  return [...copies, ...backups].toSorted((one, other) => other.madeAt - one.madeAt)
}

function backupsIn(path: string, series: string): readonly KeptCopy[] {
  return namesIn(path).flatMap((name) => {
    const named = readName(name)
    if (!named || named.series !== series) return []
    return [{ file: join(path, name), madeAt: named.madeAt, kind: 'backup' as const, encrypted: named.encrypted }]
  })
}

/** Where backups are made to, if the damaged library can still say it and it is a folder. */
function plannedFolder(
  folder: DataFolder,
  key: LibraryKey | null,
): { readonly path: string; readonly series: string } | null {
  try {
    const { sqlite, close } = openConnection(folder.database, { readonly: true, key })
    try {
      const value = sqlite
        .prepare("SELECT value FROM settings WHERE key = 'backups' AND deleted_at IS NULL")
        .pluck()
        .get()
      const plan = BackupPlan.safeParse(JSON.parse(String(value)))
      return plan.success && plan.data.place.kind === 'folder'
        ? { path: plan.data.place.path, series: plan.data.series }
        : null
    } finally {
      close()
    }
  } catch {
    // Unreadable, so nothing is known of a plan.
    return null
  }
}

function namesIn(path: string): readonly string[] {
  return existsSync(path) ? readdirSync(path) : []
}

/** Gets a copy ready to take the place of the damaged library at the next start, which keeps what is there now. */
export async function prepareCopy(
  folder: DataFolder,
  copy: KeptCopy,
  { worker, passphrase }: { readonly worker: BackupWorker; readonly passphrase: string | null },
): Promise<void> {
  const named = { name: basename(copy.file), at: Date.now() }
  if (copy.kind === 'backup') {
    const unpacking = { worker, file: copy.file, sha256: null, passphrase, tell: () => {} }
    await restoreInPlace(folder, { ...unpacking, ...named })
    return
  }
  const { restoring } = placesOf(folder)
  const unfinished = `${restoring}.unfinished`
  for (const half of [restoring, unfinished]) rmSync(half, { recursive: true, force: true })
  mkdirSync(unfinished, { recursive: true, mode: 0o700 })
  copyFileSync(copy.file, join(unfinished, 'alcove.sqlite'))
  await syncFolder(unfinished)
  renameSync(unfinished, restoring)
  await announceRestore(folder, { ...named, kind: 'library-file' })
}

/** How a salvage ended; `kept` is where the damaged file will be. */
export type Salvaged = { readonly report: SalvageReport; readonly kept: string } | { readonly hopeless: string }

/**
 * Makes a whole library of what can be read of the damaged one, and gets it ready for the next start. Until then nothing in the
 * folder is changed, so that a kill at any moment leaves the library as it was.
 */
export async function prepareSalvage(
  folder: DataFolder,
  { worker, tell }: { readonly worker: BackupWorker; readonly tell: (event: SalvageEvent) => void },
): Promise<Salvaged> {
  const { restoring } = placesOf(folder)
  rmSync(restoring, { recursive: true, force: true })
  const input = { databasePath: folder.database, into: restoring, scratch: join(scratchOf(folder), 'salvage') }
  for await (const event of await worker.salvage(input)) {
    tell(event)
    if (event.type === 'hopeless') return { hopeless: event.detail }
    if (event.type !== 'done') continue
    const kept = await announceRestore(folder, { name: 'salvage', at: Date.now(), kind: 'library-file' })
    return { report: event.report, kept }
  }
  throw new Error('The salvage ended without a word')
}
