import {
  argon2,
  createCipheriv,
  createDecipheriv,
  createHash,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import { z } from 'zod'
import { fingerprintOf, LibraryKey } from './library-key.ts'

const Base64 = z.base64().max(1_000)
const Sealed = { nonce: Base64, sealed: Base64 }

/** One way to the key of a library; none of them says anything of it to whoever has only the file. */
const Slot = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('passphrase'),
    /** Argon2id (RFC 9106); kibibytes, passes, lanes. The bounds keep a hostile file from asking for all memory there is. */
    memory: z.number().int().min(8_192).max(1_048_576),
    passes: z.number().int().min(1).max(16),
    lanes: z.number().int().min(1).max(16),
    salt: Base64,
    ...Sealed,
  }),
  z.object({ kind: z.literal('recovery'), salt: Base64, ...Sealed }),
  /** The system's keychain holds the key itself. */
  z.object({ kind: z.literal('keychain') }),
])
export type Slot = z.infer<typeof Slot>

/** What lies beside an encrypted library: how to come to its key, and how far a conversion is. */
export const KeyFile = z.object({
  format: z.literal('alcove-encryption'),
  version: z.literal(1),
  phase: z.enum(['encrypting', 'encrypted', 'decrypting']),
  cipher: LibraryKey.shape.cipher,
  /** Shows that a key is the right one. */
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/),
  /** True: the person closed the library, so that the keychain alone does not open it. */
  closed: z.boolean(),
  slots: z.array(Slot).max(8),
})
export type KeyFile = z.infer<typeof KeyFile>

/** A way to the key by something the person knows: 64 MiB and over a tenth of a second for each passphrase that is tried. */
export async function passphraseSlot(key: LibraryKey, passphrase: string): Promise<Slot> {
  const cost = { memory: 65_536, passes: 3, lanes: 4, salt: randomBytes(16).toString('base64') }
  return { kind: 'passphrase', ...cost, ...seal(key, 'passphrase', await stretched(passphrase, cost)) }
}

/** A way to the key by 160 random bits, to be written down: they are in no file. */
export function recoverySlot(key: LibraryKey): { readonly slot: Slot; readonly recoveryKey: string } {
  const bits = randomBytes(20)
  const salt = randomBytes(16).toString('base64')
  const slot: Slot = { kind: 'recovery', salt, ...seal(key, 'recovery', expanded(bits, salt)) }
  return { slot, recoveryKey: inGroups(bits) }
}

/** The key that a passphrase or a recovery key opens; null where it opens none. */
export async function keyBy(file: KeyFile, secret: string): Promise<LibraryKey | null> {
  const bits = bitsOf(secret)
  for (const slot of file.slots) {
    if (slot.kind === 'keychain' || (slot.kind === 'recovery' && !bits)) continue
    const wrapping =
      slot.kind === 'recovery' ? expanded(bits ?? Buffer.alloc(0), slot.salt) : await stretched(secret, slot)
    const key = unseal(file, slot.kind, slot, wrapping)
    if (key) return key
  }
  return null
}

/** Whether a key is the one of this library. */
export function isKeyOf(file: KeyFile, key: LibraryKey): boolean {
  return timingSafeEqual(Buffer.from(fingerprintOf(key)), Buffer.from(file.fingerprint))
}

function seal(key: LibraryKey, kind: Slot['kind'], wrapping: Buffer) {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', wrapping, nonce)
  cipher.setAAD(boundTo(kind, key.cipher, fingerprintOf(key)))
  const sealed = Buffer.concat([cipher.update(Buffer.from(key.hex, 'hex')), cipher.final(), cipher.getAuthTag()])
  return { nonce: nonce.toString('base64'), sealed: sealed.toString('base64') }
}

function unseal(
  { cipher, fingerprint }: KeyFile,
  kind: Slot['kind'],
  { nonce, sealed }: { readonly nonce: string; readonly sealed: string },
  wrapping: Buffer,
): LibraryKey | null {
  try {
    const bytes = Buffer.from(sealed, 'base64')
    const decipher = createDecipheriv('aes-256-gcm', wrapping, Buffer.from(nonce, 'base64'), { authTagLength: 16 })
    decipher.setAAD(boundTo(kind, cipher, fingerprint))
    decipher.setAuthTag(bytes.subarray(-16))
    const hex = Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString('hex')
    return LibraryKey.parse({ cipher, hex })
  } catch {
    // The wrong secret, or a file that was changed: the tag does not say which.
    return null
  }
}

/** A slot works for its library, kind and cipher alone. */
function boundTo(kind: Slot['kind'], cipher: LibraryKey['cipher'], fingerprint: string): Buffer {
  return Buffer.from(`alcove-encryption 1 ${kind} ${cipher} ${fingerprint}`)
}

interface Cost {
  readonly memory: number
  readonly passes: number
  readonly lanes: number
  readonly salt: string
}

function stretched(passphrase: string, { memory, passes, lanes, salt }: Cost): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parameters = {
      // The same passphrase, whichever keyboard composed its letters.
      message: passphrase.normalize('NFKC'),
      nonce: Buffer.from(salt, 'base64'),
      parallelism: lanes,
      tagLength: 32,
      memory,
      passes,
    }
    argon2('argon2id', parameters, (error, key) => (error ? reject(error) : resolve(Buffer.from(key))))
  })
}

function expanded(bits: Buffer, salt: string): Buffer {
  return Buffer.from(hkdfSync('sha256', bits, Buffer.from(salt, 'base64'), 'alcove recovery key', 32))
}

/** Crockford's base 32: no letter that is taken for a digit. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const groupLength = 4

/** Nine groups of four; the last one shows mistyping. */
function inGroups(bits: Buffer): string {
  const text = inLetters(bits) + checkOf(bits)
  return Array.from({ length: text.length / groupLength }, (_, at) =>
    text.slice(at * groupLength, (at + 1) * groupLength),
  ).join('-')
}

function bitsOf(text: string): Buffer | null {
  const plain = text.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1')
  if (plain.length !== 36 || [...plain].some((letter) => !letters.includes(letter))) return null
  const value = [...plain.slice(0, 32)].reduce((sum, letter) => sum * 32n + BigInt(letters.indexOf(letter)), 0n)
  const bits = Buffer.from(value.toString(16).padStart(40, '0'), 'hex')
  return checkOf(bits) === plain.slice(32) ? bits : null
}

function inLetters(bytes: Buffer): string {
  let value = BigInt(`0x${bytes.toString('hex')}`)
  let text = ''
  for (let left = Math.ceil((bytes.length * 8) / 5); left > 0; left -= 1) {
    text = (letters[Number(value % 32n)] ?? '') + text
    value /= 32n
  }
  return text
}

function checkOf(bits: Buffer): string {
  return inLetters(createHash('sha256').update('alcove recovery key').update(bits).digest()).slice(0, groupLength)
}
