import { createCipheriv, createDecipheriv, createHmac, randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { BackupBroken } from './broken.ts'

/** What an encrypted backup begins with. */
export const sealMark = Buffer.from('ALCVBAK1')

const chunkBytes = 65_536
const tagBytes = 16
/** 128 MiB of memory and about half a second for each passphrase that is tried. */
const usualCost = { log2N: 17, r: 8, p: 1 }
/** Mark, cost (three bytes), one byte of zero, salt (16), prefix of the nonces (7), one byte of zero. */
const headBytes = 36
const macBytes = 32

type Bytes = AsyncIterable<Uint8Array>

/**
 * Encrypts with AES-256-GCM in chunks of 64 KiB. The nonce of each is a random prefix, its number and whether it is the
 * last (the STREAM construction), so that chunks cannot be left out, exchanged or cut off unseen.
 */
export async function* seal(source: Bytes, passphrase: string, cost = usualCost): AsyncGenerator<Buffer> {
  const head = Buffer.concat([
    sealMark,
    Buffer.from([cost.log2N, cost.r, cost.p, 0]),
    randomBytes(16),
    randomBytes(7),
    Buffer.alloc(1),
  ])
  const { key, mac } = await keysFor(head, passphrase)
  yield Buffer.concat([head, mac])
  for await (const { chunk, number, last } of inChunks(source, chunkBytes)) {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(head, number, last))
    yield Buffer.concat([cipher.update(chunk), cipher.final(), cipher.getAuthTag()])
  }
}

/** Decrypts what `seal` made; whatever was changed, cut off or added is thrown as damage before it is passed on. */
export async function* unseal(source: Bytes, passphrase: string, where: string): AsyncGenerator<Buffer> {
  const opened: { head: Buffer; key: Buffer | null } = { head: Buffer.alloc(0), key: null }
  for await (const { chunk, number, last } of inChunks(afterHead(), chunkBytes + tagBytes)) {
    if (!opened.key || chunk.length < tagBytes) throw new BackupBroken('damaged', where, 'it is cut off')
    const decipher = createDecipheriv('aes-256-gcm', opened.key, nonceOf(opened.head, number, last))
    decipher.setAuthTag(chunk.subarray(chunk.length - tagBytes))
    const plain = decipher.update(chunk.subarray(0, chunk.length - tagBytes))
    try {
      decipher.final()
    } catch {
      throw new BackupBroken('damaged', where, `chunk ${number} was changed`)
    }
    yield plain
  }

  async function* afterHead(): AsyncGenerator<Uint8Array> {
    let held = Buffer.alloc(0)
    for await (const part of source) {
      if (opened.key) {
        yield part
        continue
      }
      held = Buffer.concat([held, part])
      if (held.length < headBytes + macBytes) continue
      opened.head = held.subarray(0, headBytes)
      const keys = await keysFor(opened.head, passphrase)
      if (!timingSafeEqual(keys.mac, held.subarray(headBytes, headBytes + macBytes))) {
        throw new BackupBroken('passphrase-wrong', where)
      }
      opened.key = keys.key
      yield held.subarray(headBytes + macBytes)
    }
    if (!opened.key) throw new BackupBroken('damaged', where, 'it is cut off')
  }
}

/** The key of the chunks, and what shows before the first of them whether the passphrase is right. */
async function keysFor(head: Buffer, passphrase: string): Promise<{ readonly key: Buffer; readonly mac: Buffer }> {
  const [log2N = 0, r = 0, p = 0] = head.subarray(sealMark.length)
  // A damaged or hostile file must not ask for all the memory there is.
  if (log2N < 14 || log2N > 20 || r < 1 || r > 8 || p < 1 || p > 4) {
    throw new BackupBroken('damaged', 'the backup', 'its first bytes make no sense')
  }
  const salt = head.subarray(sealMark.length + 4, sealMark.length + 20)
  const options = { N: 2 ** log2N, r, p, maxmem: 2 ** log2N * r * 128 + 32 * 1024 * 1024 }
  const both = await new Promise<Buffer>((resolve, reject) => {
    scrypt(passphrase.normalize('NFC'), salt, 64, options, (error, key) => (error ? reject(error) : resolve(key)))
  })
  return { key: both.subarray(0, 32), mac: createHmac('sha256', both.subarray(32)).update(head).digest() }
}

function nonceOf(head: Buffer, number: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  head.copy(nonce, 0, headBytes - 8, headBytes - 1)
  nonce.writeUInt32BE(number, 7)
  nonce[11] = last ? 1 : 0
  return nonce
}

/** Chunks of one size; the last one, which may be shorter or empty, is known as such. */
async function* inChunks(source: Bytes, size: number) {
  let parts: Uint8Array[] = []
  let held = 0
  let number = 0
  for await (const part of source) {
    parts.push(part)
    held += part.length
    // One byte more than a chunk shows that it is not the last.
    if (held <= size) continue
    let whole = Buffer.concat(parts)
    while (whole.length > size) {
      yield { chunk: whole.subarray(0, size), number, last: false }
      number += 1
      whole = whole.subarray(size)
    }
    parts = [whole]
    held = whole.length
  }
  yield { chunk: Buffer.concat(parts), number, last: true }
}
