import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { EncryptionStep } from './encryption.contract.ts'

/** The key of a library in a message between processes; null for one that is not encrypted. */
export const KeyInMessage = z
  .object({ cipher: z.enum(['aegis', 'chacha20']), hex: z.string().regex(/^[0-9a-f]{64}$/) })
  .nullable()
export type KeyInMessage = z.infer<typeof KeyInMessage>

export const ConvertInput = z.object({
  /** `library`: its pages get another key; `file`: all of it is sealed, or opened again. */
  files: z.array(z.object({ kind: z.enum(['library', 'file']), from: z.string(), to: z.string() })),
  fromKey: KeyInMessage,
  toKey: KeyInMessage,
})
export type ConvertInput = z.infer<typeof ConvertInput>

export const ConvertEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), step: EncryptionStep, done: z.number().min(0).max(1) }),
  z.object({ type: z.literal('done') }),
])
export type ConvertEvent = z.infer<typeof ConvertEvent>

/** What the process that makes backups does for the encryption: it opens library files that nobody else has open. */
export const conversionContract = {
  /** Writes a twin of each file under another key beside it, compared and on the disk when `done` comes; the file itself stays. */
  convert: oc.input(ConvertInput).output(eventIterator(ConvertEvent)),
}
