import { rmSync, statSync } from 'node:fs'
import { fail, ok, type Result } from '#contract/result'
import type { DatabaseDamaged, DatabaseTooNew, MigrationFailed, NoRoom } from '#contract/system.failures'
import { type Database, MigrationBroken, migrateDatabase, openDatabase } from '#database/database'
import { findFaults, mendDerived } from '#database/faults'
import type { LibraryKey } from '#database/library-key'
import { newestSchema } from '#database/newest-schema'
import { newestBackup } from './backups.ts'
import type { DataFolder } from './data-folder.ts'

export type StorageFailure = DatabaseDamaged | DatabaseTooNew | MigrationFailed | NoRoom

export interface Opening {
  readonly unclean: boolean
  readonly key?: LibraryKey | null
  /** Told what was damaged and made anew. */
  readonly onMended?: (derived: readonly string[]) => void
}

/** Opens the library file, checks it after an unclean end, and brings it to the newest schema after a backup. */
export async function openStorage(
  folder: DataFolder,
  { unclean, key = null, onMended = () => {} }: Opening,
): Promise<Result<Database, StorageFailure>> {
  let database: Database | null = null
  const file = statSync(folder.database, { throwIfNoEntry: false })
  try {
    // Only a process that ended while it made the file leaves an empty one.
    if (file?.size === 0 && !unclean) throw new CheckFailed('the file is empty')
    database = openDatabase(folder.database, { key })
    if (unclean) mendOrFail(database, onMended)
    await migrateDatabase(database, { backupFolder: folder.backups, key })
    return ok(database)
  } catch (error) {
    database?.close()
    // What could not be made is not left half made.
    if (!file) for (const suffix of ['', '-wal', '-shm']) rmSync(`${folder.database}${suffix}`, { force: true })
    return fail(explain(error, folder))
  }
}

/** What a look at the whole file finds when something went wrong; null when it is intact. */
export function damageOf(database: Database, folder: DataFolder): DatabaseDamaged | null {
  try {
    quickCheck(database)
    return null
  } catch (error) {
    const failure = explain(error, folder)
    return failure.code === 'DATABASE_DAMAGED' ? failure : null
  }
}

/** Opens the library file so that nothing is ever written to it. */
export function openForReading(folder: DataFolder, key: LibraryKey | null): Result<Database, StorageFailure> {
  let database: Database | null = null
  try {
    database = openDatabase(folder.database, { readonly: true, key })
    const newest = database.sqlite.prepare('SELECT max(created_at) FROM __drizzle_migrations').pluck().get()
    if (Number(newest) > newestSchema()) throw new Error('It was written by a newer version of Alcove')
    // Of an older layout, and it may not be brought to the present one.
    if (newest !== newestSchema()) throw new MigrationBroken(null, { cause: new Error('the library is only read') })
    return ok(database)
  } catch (error) {
    database?.close()
    return fail(explain(error, folder))
  }
}

class CheckFailed extends Error {}

/** What can be made anew from the rest of the file is made anew, without asking; other damage is for a person to decide about. */
function mendOrFail(database: Database, onMended: (derived: readonly string[]) => void) {
  const { derived, original, details } = findFaults(database, 'quick')
  if (derived.length === 0 && original.length === 0) return
  if (original.length > 0 || !mendDerived(database, derived)) throw new CheckFailed(details.join('; '))
  onMended(derived)
}

function quickCheck({ sqlite }: Database) {
  const found = sqlite.pragma('quick_check(1)', { simple: true })
  if (found !== 'ok') throw new CheckFailed(String(found))
}

function explain(error: unknown, folder: DataFolder): StorageFailure {
  const path = folder.database
  const code = codeOf(error)
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof CheckFailed || /^SQLITE_(CORRUPT|NOTADB|IOERR_SHORT_READ)/.test(code)) {
    return { code: 'DATABASE_DAMAGED', message, path, backup: newestBackup(folder) }
  }
  if (code.startsWith('SQLITE_FULL') || code === 'ENOSPC') return { code: 'STORAGE_FULL', message, path }
  if (message.includes('newer version of Alcove')) return { code: 'DATABASE_TOO_NEW', message, path }
  if (error instanceof MigrationBroken) return { code: 'MIGRATION_FAILED', message, path, backup: error.backup }
  throw new Error(`The library file could not be opened: ${message}`, { cause: error })
}

/** The code of an error, or of the one it was caused by: a migration may meet a full disk or damage as well. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  return 'code' in error ? String(error.code) : codeOf(error.cause)
}
