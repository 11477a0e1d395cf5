import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import type { DataFolder } from './data-folder.ts'

/** The process that works on a data folder, and how to reach it. */
export const Holder = z.object({ pid: z.number().int(), url: z.url(), token: z.string().min(20) })
export type Holder = z.infer<typeof Holder>

export interface Lock {
  /** True when the holder before this one ended without releasing the lock. */
  readonly unclean: boolean
  /** Lets other processes reach this one. */
  announce(holder: Holder): void
  /** Lets go; `unclean` makes the next holder believe that this one did not end as it should. */
  release(how?: { readonly unclean: boolean }): void
}

/** Who holds the folder, as far as the lock file says; null while a holder has not announced itself yet. */
export function readHolder(folder: DataFolder): Holder | null {
  const text = readLockFile(folder)
  if (text === null) return null
  try {
    return Holder.parse(JSON.parse(text))
  } catch {
    // Half a holder is none: it has not announced itself yet, or something else wrote the file.
    return null
  }
}

/** What the lock file holds; null when there is none. */
export function readLockFile(folder: DataFolder): string | null {
  try {
    return readFileSync(folder.lockFile, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

/** Replaces the lock file as a whole, readable for its owner alone. */
export function writeLockFile(folder: DataFolder, content: object): void {
  const unfinished = `${folder.lockFile}.${process.pid}`
  writeFileSync(unfinished, JSON.stringify(content), { mode: 0o600 })
  renameSync(unfinished, folder.lockFile)
}
