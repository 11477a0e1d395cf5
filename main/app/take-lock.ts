import { rmSync } from 'node:fs'
import SQLite from 'better-sqlite3'
import type { DataFolder } from './data-folder.ts'
import { type Holder, type Lock, readLockFile, writeLockFile } from './lock.ts'

/**
 * Takes the lock of a data folder, or returns null while a living process has it. The lock is an open transaction on
 * a tiny database: the operating system frees it when the process ends, however it ends, and a number that was given
 * to another process since means nothing.
 */
export function takeLock(folder: DataFolder): Lock | null {
  const sqlite = new SQLite(folder.lockDatabase, { timeout: 0 })
  try {
    // A journal file would be one more thing for a dead process to leave behind.
    sqlite.pragma('journal_mode = MEMORY')
    sqlite.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    sqlite.close()
    if (isBusy(error)) return null
    throw error
  }
  const unclean = readLockFile(folder) !== null
  // From here on whoever reads the file reads this holder's words or none.
  writeLockFile(folder, { pid: process.pid })
  let released = false
  return { unclean, announce, release }

  function announce(holder: Holder) {
    writeLockFile(folder, holder)
  }

  function release({ unclean: marked } = { unclean: false }) {
    if (released) return
    released = true
    if (marked) writeLockFile(folder, { pid: process.pid })
    else rmSync(folder.lockFile, { force: true })
    sqlite.exec('ROLLBACK')
    sqlite.close()
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof SQLite.SqliteError && error.code.startsWith('SQLITE_BUSY')
}
