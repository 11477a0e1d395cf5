import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3'
import { migrate } from 'drizzle-orm/better-sqlite3/migrator'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { type Connection, type HowToOpen, openConnection } from './connection.ts'
import type { LibraryKey } from './library-key.ts'

export interface Database extends Connection {
  /** Typed queries; columns are snake_case in SQL. */
  readonly drizzle: BetterSQLite3Database
}

/** Marks a file as Alcove's ("ALCV"), so that another program's database is never taken for a library. */
const applicationId = 0x414c4356

/** Opens the library file for typed queries; a writer creates a missing file. */
export function openDatabase(path: string, options: HowToOpen = {}): Database {
  const connection = openConnection(path, options)
  return { ...connection, drizzle: drizzle(connection.sqlite, { casing: 'snake_case' }) }
}

/** Thrown when the file could not be brought to the newest schema; it is as it was, and `backup` is a copy of it. */
export class MigrationBroken extends Error {
  readonly backup: string | null

  constructor(backup: string | null, options: ErrorOptions) {
    super('The library could not be brought to the newest schema', options)
    this.backup = backup
  }
}

export interface MigrationPlaces {
  readonly backupFolder: string
  /** Of an encrypted library; its copy is under the same one. */
  readonly key?: LibraryKey | null | undefined
}

/** Brings the file to the newest schema, forward only, after a backup beside it when there is something to lose. */
export async function migrateDatabase(database: Database, { backupFolder, key = null }: MigrationPlaces) {
  const migrationsFolder = fileURLToPath(new URL('./migrations', import.meta.url))
  const newest = readMigrationFiles({ migrationsFolder }).at(-1)?.folderMillis ?? 0
  const applied = appliedMigration(database)
  if (applied > newest) {
    throw new Error(`The library was written by a newer version of Alcove (schema ${applied}, known ${newest})`)
  }
  if (applied === newest) return { migrated: false, backup: null }
  const backup = applied === 0 ? null : await backUp(database, join(backupFolder, `before-${newest}.sqlite`), key)
  database.sqlite.pragma(`application_id = ${applicationId}`)
  try {
    // All of them in one transaction: the file is wholly of the old schema or wholly of the new one.
    migrate(database.drizzle, { migrationsFolder })
  } catch (error) {
    throw new MigrationBroken(backup, { cause: error })
  }
  return { migrated: true, backup }
}

function appliedMigration({ sqlite }: Database): number {
  const table = sqlite.prepare("SELECT 1 FROM sqlite_master WHERE name = '__drizzle_migrations'").get()
  if (!table) return 0
  const latest = sqlite.prepare('SELECT max(created_at) FROM __drizzle_migrations').pluck().get()
  return typeof latest === 'number' ? latest : 0
}

/** A copy that an earlier try left is replaced, since the library may have been used since. */
async function backUp({ sqlite }: Database, path: string, key: LibraryKey | null): Promise<string> {
  mkdirSync(dirname(path), { recursive: true })
  // Under its name only when whole, checked and on the disk: a copy that was cut off must not pass for one.
  const unfinished = `${path}.unfinished`
  rmSync(unfinished, { force: true })
  // The online backup copies pages, and a file without a key cannot take those of one that has a key.
  if (key) sqlite.prepare('VACUUM INTO ?').run(unfinished)
  else await sqlite.backup(unfinished)
  checkCopy(unfinished, key)
  renameSync(unfinished, path)
  return path
}

function checkCopy(path: string, key: LibraryKey | null): void {
  const { sqlite, close } = openConnection(path, { key })
  try {
    // One file, without a log beside it.
    sqlite.pragma('journal_mode = DELETE')
    const found = sqlite.pragma('quick_check(1)', { simple: true })
    if (found !== 'ok') throw Object.assign(new Error(`The copy is damaged: ${found}`), { code: 'SQLITE_CORRUPT' })
  } finally {
    close()
  }
  const file = openSync(path, 'r+')
  fsyncSync(file)
  closeSync(file)
}
