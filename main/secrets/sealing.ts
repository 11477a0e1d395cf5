import { argon2, createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto'
import { z } from 'zod'

const Bytes = z.base64()

/** How a key is made of a passphrase; bounded, so that no file can make it take forever. */
export const Derivation = z.discriminatedUnion('name', [
  z.object({
    name: z.literal('argon2id'),
    salt: Bytes,
    /** KiB. */
    memory: z.number().int().min(8).max(1_048_576),
    passes: z.number().int().min(1).max(20),
    parallelism: z.number().int().min(1).max(16),
  }),
  z.object({
    name: z.literal('scrypt'),
    salt: Bytes,
    cost: z.number().int().min(16_384).max(1_048_576),
    blockSize: z.number().int().min(8).max(16),
    parallelization: z.number().int().min(1).max(4),
  }),
])
export type Derivation = z.infer<typeof Derivation>

/** A text under AES-256-GCM. */
export const Sealed = z.object({ iv: Bytes, text: Bytes, tag: Bytes })
export type Sealed = z.infer<typeof Sealed>

const keyBytes = 32

/** A fresh way to make a key: Argon2id as RFC 9106 wants it where memory is short, scrypt where this runtime has no Argon2. */
export function newDerivation(): Derivation {
  const salt = randomBytes(16).toString('base64')
  if (typeof argon2 === 'function') return { name: 'argon2id', salt, memory: 65_536, passes: 3, parallelism: 4 }
  return { name: 'scrypt', salt, cost: 131_072, blockSize: 8, parallelization: 1 }
}

/** The key that a passphrase makes; takes tens to hundreds of milliseconds, off the main thread. */
export function deriveKey(passphrase: string, derivation: Derivation): Promise<Buffer> {
  // One passphrase however its accents were typed.
  const message = passphrase.normalize('NFC')
  const salt = Buffer.from(derivation.salt, 'base64')
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, key: Buffer) => (error ? reject(error) : resolve(key))
    if (derivation.name === 'argon2id') {
      const { memory, passes, parallelism } = derivation
      return argon2('argon2id', { message, nonce: salt, parallelism, tagLength: keyBytes, memory, passes }, done)
    }
    const { cost: N, blockSize: r, parallelization: p } = derivation
    scrypt(message, salt, keyBytes, { N, r, p, maxmem: 256 * N * r }, done)
  })
}

/** Seals a text; `name` goes in, so that it opens under no other. */
export function seal(key: Buffer, name: string, text: string): Sealed {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(name))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return { iv: iv.toString('base64'), text: sealed.toString('base64'), tag: cipher.getAuthTag().toString('base64') }
}

/** The text that was sealed under this name; null where the key or the name is another one, or a byte was changed. */
export function unseal(key: Buffer, name: string, { iv, text, tag }: Sealed): string | null {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64'), { authTagLength: 16 })
    decipher.setAAD(Buffer.from(name)).setAuthTag(Buffer.from(tag, 'base64'))
    return decipher.update(text, 'base64', 'utf8') + decipher.final('utf8')
  } catch {
    return null
  }
}
