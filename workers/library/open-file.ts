import { createHash } from 'node:crypto'
import { constants, type Stats } from 'node:fs'
import { type FileHandle, lstat, open, readlink, realpath } from 'node:fs/promises'
import { sep } from 'node:path'
import type { IngestFailure, IngestFailureCode } from '#contract/library.contract'
import { ok, type Result } from '#contract/result'
import { openIfSealed, SealBroken, type SealedFolder } from '#database/sealed-file'
import { refuse } from './failure.ts'

export interface FileToOpen {
  readonly path: string
  /** Folder the real path must stay in; null for a single file the person named. */
  readonly root: string | null
  readonly mostBytes: number
  /** Where copies of texts lie that are under the key of an encrypted library. */
  readonly sealed?: SealedFolder | null | undefined
}

export interface OpenFile {
  readonly handle: FileHandle
  readonly stats: Stats
}

export interface FileBytes {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly sha256: string
  readonly modifiedAt: number
}

/** Opens a regular file inside its folder and nothing else; the caller closes the handle. Never waits on a pipe or device. */
export async function openFile({
  path,
  root,
  mostBytes,
  sealed = null,
}: FileToOpen): Promise<Result<OpenFile, IngestFailure>> {
  try {
    const real = await realpath(path)
    if (root !== null && !isInside(real, await realpath(root))) {
      return refuse('PATH_OUTSIDE_SOURCE', 'The real path is outside the folder that was added')
    }
    const seen = await lstat(real)
    if (!seen.isFile()) return refuse('FORMAT_UNSUPPORTED', 'Not a regular file')
    if (seen.size === 0) return refuse('FILE_EMPTY', 'The file has no bytes')
    if (seen.size > mostBytes) return refuse('FILE_TOO_LARGE', `${seen.size} bytes, at most ${mostBytes} are read`)
    const handle = await open(real, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0))
    const stats = await handle.stat()
    // Meanwhile another file may have taken the name, or a link that of a folder above it.
    const isSame = stats.isFile() && stats.ino === seen.ino && stats.dev === seen.dev
    if (isSame && (await placeOf(handle, real).catch(() => null)) === real) {
      const opened = await openIfSealed(handle, real, sealed)
      return ok({ handle: opened, stats: opened === handle ? stats : await opened.stat() })
    }
    await handle.close()
    return refuse('FILE_CHANGED_WHILE_READ', 'Another file took the place of this one while it was opened')
  } catch (error) {
    return refusalOf(error)
  }
}

/** Where an open file lies: what Linux says of it, elsewhere where its path leads now. */
function placeOf({ fd }: FileHandle, path: string): Promise<string> {
  return readlink(`/proc/self/fd/${fd}`).catch(() => realpath(path))
}

/** Reads a whole open file and its SHA-256; a file that changes meanwhile is refused. */
export async function readBytes({ handle, stats }: OpenFile): Promise<Result<FileBytes, IngestFailure>> {
  try {
    const bytes = new Uint8Array(new ArrayBuffer(stats.size))
    const hash = createHash('sha256')
    let filled = 0
    while (filled < bytes.length) {
      const { bytesRead } = await handle.read(bytes, filled, Math.min(bytes.length - filled, 4_194_304), filled)
      if (bytesRead === 0) break
      hash.update(bytes.subarray(filled, filled + bytesRead))
      filled += bytesRead
    }
    const after = await handle.stat()
    if (filled < bytes.length || after.size !== stats.size || after.mtimeMs !== stats.mtimeMs) {
      return refuse('FILE_CHANGED_WHILE_READ', 'Size or time changed while the file was read')
    }
    return ok({ bytes, sha256: hash.digest('hex'), modifiedAt: Math.floor(stats.mtimeMs) })
  } catch (error) {
    return refusalOf(error)
  }
}

/** SHA-256 of an open file that need not fit in memory; a file that changes meanwhile is refused. */
export async function hashFile({ handle, stats }: OpenFile): Promise<Result<Omit<FileBytes, 'bytes'>, IngestFailure>> {
  try {
    const buffer = Buffer.allocUnsafe(Math.min(Math.max(stats.size, 1), 4_194_304))
    const hash = createHash('sha256')
    let position = 0
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, position)
      if (bytesRead === 0) break
      hash.update(buffer.subarray(0, bytesRead))
      position += bytesRead
    }
    const after = await handle.stat()
    if (position !== stats.size || after.mtimeMs !== stats.mtimeMs) {
      return refuse('FILE_CHANGED_WHILE_READ', 'Size or time changed while the file was read')
    }
    return ok({ sha256: hash.digest('hex'), modifiedAt: Math.floor(stats.mtimeMs) })
  } catch (error) {
    return refusalOf(error)
  }
}

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep)
}

const codes: Readonly<Record<string, IngestFailureCode>> = {
  ENOENT: 'FILE_MISSING',
  ENOTDIR: 'FILE_MISSING',
  ELOOP: 'LINK_LOOP',
  ENXIO: 'FORMAT_UNSUPPORTED',
  EISDIR: 'FORMAT_UNSUPPORTED',
}

function refusalOf(error: unknown) {
  if (error instanceof SealBroken) return refuse('FILE_DAMAGED', error.message)
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') throw error
  return refuse(codes[error.code] ?? 'FILE_UNREADABLE', `The system refused the file: ${error.code}`)
}
