import { createCipheriv, createHmac, randomBytes } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import type SQLite from 'better-sqlite3'
import { z } from 'zod'

/** What opens an encrypted library: the cipher of its pages and 256 random bits. Lives in memory and in messages alone. */
export const LibraryKey = z.object({
  cipher: z.enum(['aegis', 'chacha20']),
  /** 64 hexadecimal digits; the key itself, from which none is derived for the pages. */
  hex: z.string().regex(/^[0-9a-f]{64}$/),
})
export type LibraryKey = z.infer<typeof LibraryKey>

/** A new key for a library, with the cipher that this machine is fast at; the other one opens everywhere, too. */
export function newLibraryKey(): LibraryKey {
  return { cipher: hasFastAes() ? 'aegis' : 'chacha20', hex: randomBytes(32).toString('hex') }
}

/** Has a connection read and write pages under a key; to be called before anything is read. */
export function unlock(sqlite: SQLite.Database, { cipher, hex }: LibraryKey): void {
  sqlite.pragma(`cipher = '${cipher}'`)
  sqlite.pragma(`key = "raw:${hex}"`)
}

/** Writes every page of an open file anew under another key, or without one; nobody else may have it open. */
export function changeKey(sqlite: SQLite.Database, key: LibraryKey | null): void {
  // The pages of a log are under the key before.
  sqlite.pragma('journal_mode = DELETE')
  if (key) sqlite.pragma(`cipher = '${key.cipher}'`)
  sqlite.pragma(key ? `rekey = "raw:${key.hex}"` : "rekey = ''")
}

/**
 * Whether a file is a library that a key opens; null where there is nothing to tell by. Of its first page the cipher leaves eight
 * bytes as they are, which no damaged plain file has: bytes are kept free in each page, and the payload fractions are right.
 */
export function isEncrypted(path: string): boolean | null {
  const head = Buffer.alloc(24)
  let file: number
  try {
    file = openSync(path, 'r')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
  try {
    if (readSync(file, head, 0, head.length, 0) < head.length) return null
    return (head[20] ?? 0) > 0 && head.subarray(21).equals(payloadFractions) && !head.subarray(0, 16).equals(plainHead)
  } finally {
    closeSync(file)
  }
}

/** What shows that a key is the one of a library, without saying anything of the key. */
export function fingerprintOf({ hex }: LibraryKey): string {
  return createHmac('sha256', Buffer.from(hex, 'hex')).update('alcove library').digest('hex')
}

/** Of the SQLite database file format, section 1.3. */
const plainHead = Buffer.from('SQLite format 3\0', 'latin1')
const payloadFractions = Buffer.from([64, 32, 32])

/** Processors without instructions for AES take several times as long for it as for ChaCha20. */
function hasFastAes(): boolean {
  const bytes = Buffer.alloc(1 << 18)
  const ciphers = {
    aes: () => createCipheriv('aes-256-gcm', Buffer.alloc(32), Buffer.alloc(12)).update(bytes),
    chacha: () => createCipheriv('chacha20-poly1305', Buffer.alloc(32), Buffer.alloc(12)).update(bytes),
  }
  const fastest = (name: keyof typeof ciphers) => Math.min(...[1, 2, 3, 4, 5].map(() => timeOf(ciphers[name])))
  return fastest('aes') < fastest('chacha')
}

function timeOf(work: () => unknown): number {
  const started = performance.now()
  work()
  return performance.now() - started
}
