import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import SQLite from 'better-sqlite3'
import { type LibraryKey, unlock } from './library-key.ts'

export interface HowToOpen {
  readonly readonly?: boolean | undefined
  /** Of an encrypted library; null for one that is not. */
  readonly key?: LibraryKey | null | undefined
}

export interface Connection {
  /** For full text, pragmas and hot prepared statements. */
  readonly sqlite: SQLite.Database
  readonly close: () => void
}

/**
 * Opens the library file with the settings every connection needs; a writer creates a missing file. Processes that write
 * their SQL by hand open it here: to load the typed queries costs them a third of a second and 90 MB.
 */
export function openConnection(path: string, { readonly = false, key = null }: HowToOpen = {}): Connection {
  if (!readonly) mkdirSync(dirname(path), { recursive: true })
  const sqlite = new SQLite(path, { readonly })
  if (key) unlock(sqlite, key)
  sqlite.pragma('busy_timeout = 5000')
  sqlite.pragma('foreign_keys = ON')
  sqlite.pragma('trusted_schema = OFF')
  sqlite.pragma('cell_size_check = ON')
  sqlite.pragma('cache_size = -32768')
  // Mapped pages are checked again at every visit and count as this program's memory: twice the time and 400 MB more.
  sqlite.pragma('mmap_size = 0')
  sqlite.pragma('temp_store = MEMORY')
  if (!readonly) {
    sqlite.pragma('journal_mode = WAL')
    sqlite.pragma('synchronous = FULL')
    sqlite.pragma('fullfsync = ON')
    sqlite.pragma('checkpoint_fullfsync = ON')
    sqlite.pragma('secure_delete = ON')
  }
  return { sqlite, close: () => sqlite.close() }
}
