import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, open, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { LibraryKey } from './library-key.ts'

/**
 * Files beside the library that are under its key: AES-256-GCM in chunks of 64 KiB, in the STREAM construction (Hoang,
 * Reyhanitabar, Rogaway, Vizár 2015), so that chunks cannot be left out, exchanged or cut off unseen. Head: mark (8),
 * salt (16), prefix of the nonces (7), one byte of zero.
 */
const mark = Buffer.from('ALCVSEA1')
const headBytes = 32
const chunkBytes = 65_536
const tagBytes = 16

type Bytes = AsyncIterable<Uint8Array>

/** Thrown for a sealed file that was changed or cut off, or is under another key. */
export class SealBroken extends Error {
  readonly code = 'SEAL_BROKEN'
}

/** Passes bytes on, sealed under the key of the library. */
export async function* sealBytes(source: Bytes, key: LibraryKey): AsyncGenerator<Buffer> {
  const head = Buffer.concat([mark, randomBytes(23), Buffer.alloc(1)])
  const fileKey = keyOf(head, key)
  yield head
  for await (const { chunk, number, last } of inChunks(source, chunkBytes)) {
    const cipher = createCipheriv('aes-256-gcm', fileKey, nonceOf(head, number, last))
    yield Buffer.concat([cipher.update(chunk), cipher.final(), cipher.getAuthTag()])
  }
}

/** Opens what `sealBytes` made, chunk by chunk; nothing is passed on that was not checked. */
export async function* openBytes(source: Bytes, key: LibraryKey): AsyncGenerator<Buffer> {
  let head = Buffer.alloc(0)
  let fileKey: Buffer | null = null
  for await (const { chunk, number, last } of inChunks(afterHead(), chunkBytes + tagBytes)) {
    if (!fileKey || chunk.length < tagBytes) throw new SealBroken('The sealed file is cut off')
    const decipher = createDecipheriv('aes-256-gcm', fileKey, nonceOf(head, number, last), { authTagLength: tagBytes })
    decipher.setAuthTag(chunk.subarray(chunk.length - tagBytes))
    const plain = decipher.update(chunk.subarray(0, chunk.length - tagBytes))
    try {
      decipher.final()
    } catch {
      throw new SealBroken(`Chunk ${number} of the sealed file was changed, or is under another key`)
    }
    yield plain
  }

  async function* afterHead(): AsyncGenerator<Uint8Array> {
    for await (const part of source) {
      if (fileKey) {
        yield part
        continue
      }
      head = Buffer.concat([head, part])
      if (head.length < headBytes) continue
      const rest = head.subarray(headBytes)
      head = head.subarray(0, headBytes)
      if (!head.subarray(0, mark.length).equals(mark)) throw new SealBroken('The file is not a sealed one')
      fileKey = keyOf(head, key)
      yield rest
    }
  }
}

/** The folder whose files are sealed, and their key; files elsewhere are the person's own and are taken as they are. */
export interface SealedFolder {
  readonly key: LibraryKey
  readonly folder: string
}

/** An open file as it is, or what is in it where it is a sealed one of this folder; of the two one is left open. */
export async function openIfSealed(file: FileHandle, path: string, sealed: SealedFolder | null): Promise<FileHandle> {
  if (!sealed || dirname(path) !== sealed.folder || !(await isSealed(file))) return file
  return openSealed(file, sealed.key, sealed.folder)
}

/** Whether an open file is a sealed one. */
export async function isSealed(file: FileHandle): Promise<boolean> {
  const { bytesRead, buffer } = await file.read(Buffer.alloc(mark.length), 0, mark.length, 0)
  return bytesRead === mark.length && buffer.equals(mark)
}

/**
 * What is in a sealed file, as a file of its own that has no name and is gone when it is closed. Its time is that of the
 * sealed one. Closes the sealed file; the caller closes what it is given.
 */
export async function openSealed(sealed: FileHandle, key: LibraryKey, scratch: string): Promise<FileHandle> {
  const path = join(scratch, `opening-${process.pid}-${randomBytes(8).toString('hex')}`)
  const opened = await open(path, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL, 0o600)
  try {
    // Without a name before there is a byte in it: a process that is killed leaves nothing behind.
    await unlink(path)
    const { atimeMs, mtimeMs } = await sealed.stat()
    let position = 0
    for await (const bytes of openBytes(sealed.createReadStream({ start: 0, autoClose: false }), key)) {
      await opened.write(bytes, 0, bytes.length, position)
      position += bytes.length
    }
    await opened.utimes(atimeMs / 1_000, mtimeMs / 1_000)
    return opened
  } catch (error) {
    await opened.close()
    throw error
  } finally {
    await sealed.close()
  }
}

function keyOf(head: Buffer, { hex }: LibraryKey): Buffer {
  return Buffer.from(hkdfSync('sha256', Buffer.from(hex, 'hex'), head.subarray(8, 24), 'alcove sealed file', 32))
}

function nonceOf(head: Buffer, number: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  head.copy(nonce, 0, 24, 31)
  nonce.writeUInt32BE(number, 7)
  nonce[11] = last ? 1 : 0
  return nonce
}

/** Chunks of one size; the last one, which may be shorter or empty, is known as such. */
async function* inChunks(source: Bytes, size: number) {
  let held: Buffer = Buffer.alloc(0)
  let number = 0
  for await (const part of source) {
    held = held.length === 0 ? Buffer.from(part) : Buffer.concat([held, part])
    // One byte more than a chunk shows that it is not the last.
    while (held.length > size) {
      yield { chunk: held.subarray(0, size), number, last: false }
      number += 1
      held = held.subarray(size)
    }
  }
  yield { chunk: held, number, last: true }
}
