import { accessSync, constants, copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ORPCError, os } from '@orpc/server'
import type { ReadOnlyReason } from '#contract/system.contract'
import { sentenceForReadOnly } from '#contract/system.sentences'
import { type DataFolder, layout } from './data-folder.ts'

/** Gives a write to a library that is only read its name and a sentence, whatever was asked for. */
export const namingReadOnly = os.middleware(async ({ next }) => {
  try {
    return await next()
  } catch (error) {
    if (error instanceof ORPCError || !isReadOnly(error)) throw error
    throw new ORPCError('LIBRARY_READ_ONLY', { status: 423, message: sentenceForReadOnly, cause: error })
  }
})

function isReadOnly(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('code' in error && String(error.code).startsWith('SQLITE_READONLY')) return true
  return error.cause !== undefined && isReadOnly(error.cause)
}

/** Whether the library file may not be written by this process. */
export function isFileReadOnly({ database }: DataFolder): boolean {
  if (!existsSync(database)) return false
  try {
    accessSync(database, constants.W_OK)
    return false
  } catch {
    return true
  }
}

/**
 * A folder that nothing can be written to, such as one on a disk that is mounted read-only, is looked at through a copy of its library
 * in a folder for the time being. Null when there is no library, or it cannot be read.
 */
export function lookThroughCopy(root: string): { readonly folder: DataFolder; remove(): void } | null {
  const { database } = layout(root)
  if (!existsSync(database)) return null
  const copy = layout(mkdtempSync(join(tmpdir(), 'alcove-read-only-')))
  const remove = () => rmSync(copy.root, { recursive: true, force: true })
  try {
    for (const suffix of ['', '-wal']) {
      if (existsSync(`${database}${suffix}`)) {
        copyFileSync(`${database}${suffix}`, `${copy.database}${suffix}`, constants.COPYFILE_FICLONE)
      }
    }
    for (const inner of [copy.index, copy.backups, copy.imports, copy.logs]) mkdirSync(inner, { mode: 0o700 })
    return { folder: copy, remove }
  } catch {
    remove()
    return null
  }
}

/** Why a library is only read, when a person did not choose it. */
export function reasonFor(folder: DataFolder, chosen: boolean): ReadOnlyReason | null {
  if (chosen) return 'chosen'
  return isFileReadOnly(folder) ? 'file' : null
}
