import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { DataFolder } from './data-folder.ts'

/** The newest copy of the library file in `backups/`, null when there is none. */
export function newestBackup(folder: DataFolder): string | null {
  const copies = readdirSync(folder.backups)
    .filter((name) => name.endsWith('.sqlite'))
    .map((name) => join(folder.backups, name))
    .map((path) => ({ path, written: statSync(path).mtimeMs }))
  return copies.toSorted((one, other) => other.written - one.written)[0]?.path ?? null
}
