import {
  closeSync,
  constants,
  copyFileSync,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { isEncrypted } from '#database/library-key'

const magic = Buffer.from('SQLite format 3\0', 'latin1')

/** Copies a damaged library, with its log or without: whatever is tried is tried on the copy. */
export function copyOf(
  databasePath: string,
  { folder, log }: { readonly folder: string; readonly log: boolean },
): string {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, 'alcove.sqlite')
  copyFileSync(databasePath, path, constants.COPYFILE_FICLONE)
  if (log && hasLog(databasePath)) copyFileSync(`${databasePath}-wal`, `${path}-wal`, constants.COPYFILE_FICLONE)
  return path
}

/** Whether a library has a log with something in it. */
export function hasLog(databasePath: string): boolean {
  return (statSync(`${databasePath}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 32
}

/**
 * Writes the header of a copy anew when it cannot be right. Alcove's libraries all have the same one, but for numbers that are
 * only hints to a reader. An encrypted file has none to see, and is left as it is.
 */
export function mendHeader(path: string): void {
  if (isEncrypted(path)) return
  const file = openSync(path, 'r+')
  try {
    const size = fstatSync(file).size
    const header = Buffer.alloc(100)
    readSync(file, header, 0, 100, 0)
    const isSound =
      header.subarray(0, 16).equals(magic) && header.readUInt16BE(16) === pageSize && header.readUInt32BE(56) === 1
    if (isSound || size < pageSize) return
    header.fill(0)
    magic.copy(header)
    header.writeUInt16BE(pageSize, 16)
    header.set([2, 2, 0, 64, 32, 32], 18)
    header.writeUInt32BE(Math.floor(size / pageSize), 28)
    header.writeUInt32BE(4, 44)
    header.writeUInt32BE(1, 56)
    writeSync(file, header, 0, 100, 0)
  } finally {
    closeSync(file)
  }
}

const pageSize = 4096
