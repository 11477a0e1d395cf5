import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { z } from 'zod'
import { ReleaseFile, type ReleaseKey } from '../app/updater.ts'
import { isVersion } from './version-order.ts'

/** What is signed of a release. */
export const ReleaseNotice = z.strictObject({
  product: z.string(),
  channel: z.string(),
  version: z.string().refine(isVersion),
  releasedAt: z.number().int().nonnegative(),
  notes: z.string().max(20_000),
  files: z.array(ReleaseFile).min(1).max(20),
})
export type ReleaseNotice = z.infer<typeof ReleaseNotice>

const Envelope = z.strictObject({ signed: z.base64(), signature: z.base64(), key: z.string() })
/** Keeps a signature of anything else from being one of a notice. */
const purpose = 'alcove release notice 1\n'

/** The longest notice that is read, in bytes. */
export const noticeLimit = 256 * 1024

/** The notice in a signed envelope; a sentence for the log where it is not one of ours. Nothing in it is looked at before it was proved. */
export function openNotice(text: string, keys: readonly ReleaseKey[]): ReleaseNotice | string {
  if (text.length > noticeLimit) return 'it is too long'
  const envelope = Envelope.safeParse(parsed(text))
  if (!envelope.success) return 'it is no signed notice'
  const { signed, signature, key: id } = envelope.data
  const key = keys.find((one) => one.id === id)
  if (!key) return 'it is signed with an unknown key'
  const bytes = Buffer.from(signed, 'base64')
  const proved = verify(
    null,
    Buffer.concat([Buffer.from(purpose), bytes]),
    publicKey(key),
    Buffer.from(signature, 'base64'),
  )
  if (!proved) return 'the signature is not of this notice'
  const notice = ReleaseNotice.safeParse(parsed(bytes.toString('utf8')))
  return notice.success ? notice.data : 'it is signed and makes no sense'
}

function publicKey({ key }: ReleaseKey): KeyObject {
  const made = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' })
  if (made.asymmetricKeyType !== 'ed25519') throw new Error('A release key has to be an Ed25519 key')
  return made
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not JSON, so not what is asked for.
    return undefined
  }
}
