import { readdir, realpath } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join } from 'node:path'
import { fail, ok, type Result } from '#contract/result'
import type { FolderUnreadable } from '#contract/sources.contract'
import { failureOf } from './sources/file-failure.ts'
import { fileReason, type Recognises } from './sources/left-out.ts'

export interface FolderListing {
  readonly path: string
  readonly parent: string | null
  readonly folders: { readonly name: string; readonly path: string }[]
  readonly readableFiles: number
}

/** Names the folders in a folder, the home folder when none is given; shows no file by name. */
export async function listFolders(
  wanted: string | undefined,
  recognises: Recognises,
): Promise<Result<FolderListing, FolderUnreadable>> {
  const asked = wanted ?? homedir()
  try {
    if (!isAbsolute(asked)) return unreadable(asked, 'The path is not absolute')
    const path = await realpath(asked)
    const entries = await readdir(path, { withFileTypes: true })
    const folders = entries
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map((entry) => ({ name: entry.name, path: join(path, entry.name) }))
      .toSorted((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true, sensitivity: 'base' }))
    const readableFiles = entries.filter(
      (entry) => entry.isFile() && fileReason(entry.name, recognises) === null,
    ).length
    return ok({ path, parent: dirname(path) === path ? null : dirname(path), folders, readableFiles })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    return unreadable(asked, failureOf(error).message)
  }
}

function unreadable(path: string, message: string) {
  return fail({ code: 'FOLDER_UNREADABLE', message, path })
}
