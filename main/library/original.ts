import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, open, readlink, realpath } from 'node:fs/promises'
import { LRUCache } from 'lru-cache'
import type { DocumentNotFound, OriginalGone } from '#contract/library.contract'
import { fail, ok, type Result } from '#contract/result'
import { openIfSealed, SealBroken, type SealedFolder } from '#database/sealed-file'
import type { StoredDocument } from './document.store.ts'

export interface OriginalWish {
  readonly documentId: string
  readonly offset: number
  readonly length: number
}
type Recorded = Pick<StoredDocument, 'path' | 'part' | 'bytes' | 'modifiedAt' | 'sha256'>

/** Reads pieces of original files, of documents only and only while a file is still the one that was read. */
export function createOriginals(
  find: (documentId: string) => StoredDocument | undefined,
  sealed: SealedFolder | null = null,
) {
  /** Path, size and time of files whose bytes were compared although their time had changed. */
  const sameBytes = new LRUCache<string, boolean>({ max: 200 })
  return { read, isThere }

  async function read({
    documentId,
    offset,
    length,
  }: OriginalWish): Promise<Result<{ base64: string; total: number }, DocumentNotFound | OriginalGone>> {
    const document = find(documentId)
    if (!document) return fail({ code: 'DOCUMENT_NOT_FOUND', message: 'No such document', documentId })
    const file = await openSame(document)
    if (!file)
      return fail({
        code: 'ORIGINAL_GONE',
        message: 'The file is no longer the one that was read',
        path: document.path,
      })
    try {
      const buffer = Buffer.alloc(Math.max(0, Math.min(length, document.bytes - offset)))
      const { bytesRead } = await file.read(buffer, 0, buffer.length, offset)
      return ok({ base64: buffer.toString('base64', 0, bytesRead), total: document.bytes })
    } finally {
      await file.close()
    }
  }

  async function isThere(document: Recorded): Promise<boolean> {
    const file = await openSame(document)
    await file?.close()
    return file !== null
  }

  /** Null for a document inside a file, and unless the path leads, without any link, to a regular file with the recorded bytes. */
  async function openSame(document: Recorded): Promise<FileHandle | null> {
    if (document.part !== '') return null
    const file = await openPlain(document.path, sealed)
    if (!file) return null
    const same = await isSame(file, document)
    if (same) return file
    await file.close()
    return null
  }

  async function isSame(file: FileHandle, { path, bytes, modifiedAt, sha256 }: Recorded): Promise<boolean> {
    const stats = await file.stat()
    if (!stats.isFile() || stats.size !== bytes) return false
    if (Math.abs(Math.trunc(stats.mtimeMs) - modifiedAt) < 2) return true
    const key = `${path}\0${sha256}\0${stats.mtimeMs}`
    const known = sameBytes.get(key) ?? (await hashOf(file)) === sha256
    sameBytes.set(key, known)
    return known
  }
}

async function openPlain(path: string, sealed: SealedFolder | null): Promise<FileHandle | null> {
  try {
    if ((await realpath(path)) !== path) return null
    // Without NONBLOCK the opening of a pipe put in the file's place would never end.
    const file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0))
    // A folder above it may have become a link meanwhile; Linux says where an open file lies.
    const place = await readlink(`/proc/self/fd/${file.fd}`).catch(() => realpath(path).catch(() => null))
    if (place === path) return await openIfSealed(file, path, sealed)
    await file.close()
    return null
  } catch (error) {
    if (error instanceof SealBroken || (error instanceof Error && 'code' in error)) return null
    throw error
  }
}

async function hashOf(file: FileHandle): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of file.createReadStream({ start: 0, autoClose: false })) hash.update(chunk)
  return hash.digest('hex')
}
