import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { KeyFile } from '#database/key-slots'
import type { DataFolder } from '../app/data-folder.ts'

/** The key file of a data folder, or its twin when the first one was lost or damaged; null where the library is not encrypted. */
export function readKeyFile({ keyFile, keyFileTwin }: DataFolder): KeyFile | null {
  for (const path of [keyFile, keyFileTwin]) {
    const found = readOne(path)
    if (found) return found
  }
  return null
}

/** Replaces the key file and its twin; on the disk when this returns. Whoever loses both has lost the library. */
export function writeKeyFile(
  { keyFile, keyFileTwin }: Pick<DataFolder, 'keyFile' | 'keyFileTwin'>,
  content: KeyFile,
): void {
  for (const path of [keyFile, keyFileTwin]) {
    writeFileSync(`${path}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600, flush: true })
    renameSync(`${path}.new`, path)
  }
  flushFolder(dirname(keyFile))
}

/** Takes the key file away: the library is not encrypted any more. */
export function removeKeyFile({ keyFile, keyFileTwin }: DataFolder): void {
  for (const path of [keyFile, keyFileTwin]) rmSync(path, { force: true })
  flushFolder(dirname(keyFile))
}

/** The renames themselves reach the disk with their folder; Windows has no such call and needs none. */
export function flushFolder(path: string): void {
  if (process.platform === 'win32') return
  const folder = openSync(path, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

function readOne(path: string): KeyFile | null {
  try {
    return KeyFile.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    // Not there, half of it, or not ours: its twin may be whole.
    return null
  }
}
