import { oc } from '@orpc/contract'
import { z } from 'zod'
import type { Failure } from './result.ts'

/** Why something about the encryption of the library is not done. */
export const EncryptionReason = z.enum([
  'passphrase-wrong',
  /** After several wrong ones the next try waits. */
  'too-many-tries',
  'passphrase-too-short',
  'already-on',
  'already-off',
  /** Without a passphrase and without a keychain nothing but the recovery key would open the library. */
  'nothing-left',
  'no-keychain',
  /** `prepare` comes first, and what it returned has to be written down. */
  'not-prepared',
  'confirmation-wrong',
  'no-room',
  'busy',
  /** This process ends after its command and cannot open the library anew. */
  'cannot-reopen',
  /** The conversion broke off; the library is as it was. */
  'broke-off',
])
export type EncryptionReason = z.infer<typeof EncryptionReason>

export interface EncryptionRefused extends Failure<'ENCRYPTION_REFUSED'> {
  readonly reason: EncryptionReason
  /** Seconds until the next try counts; 0 where there is nothing to wait for. */
  readonly wait: number
}

const refused = {
  ENCRYPTION_REFUSED: { status: 409, data: z.object({ reason: EncryptionReason, wait: z.number() }) },
} as const

export const EncryptionStep = z.enum(['copying', 'encrypting', 'decrypting', 'checking', 'files', 'finishing'])
export type EncryptionStep = z.infer<typeof EncryptionStep>

export const EncryptionState = z.object({
  /** `closed`: encrypted, and waiting for a passphrase; nothing but this contract is answered. `working`: being converted. */
  state: z.enum(['off', 'closed', 'open', 'working']),
  work: z
    .object({ kind: z.enum(['encrypt', 'decrypt']), step: EncryptionStep, done: z.number().min(0).max(1) })
    .nullable(),
  /** Which ways to the key there are. */
  ways: z.array(z.enum(['passphrase', 'recovery', 'keychain'])),
  cipher: z.enum(['aegis', 'chacha20']).nullable(),
  /** Whether this system has a keychain that can hold the key. */
  hasKeychain: z.boolean(),
  /** Whether this process can close the library and wait to be let in again. */
  canReopen: z.boolean(),
  /** What became of the last conversion, where it broke off. */
  problem: EncryptionReason.nullable(),
})
export type EncryptionState = z.infer<typeof EncryptionState>

/** The shortest passphrase that is taken, in characters. */
export const shortestPassphrase = 8

const Secret = z.string().min(1).max(1_000)
const Passphrase = z.string().max(1_000)

/** The encryption of the library on the disk, and the lock of the app. */
export const encryptionContract = {
  /** Whether the library is encrypted, and what opens it. */
  state: oc
    .route({ method: 'GET', path: '/encryption', summary: 'Whether the library is encrypted' })
    .output(EncryptionState),
  /** Makes a key and returns the recovery key, which is shown this once and kept nowhere. Nothing is encrypted yet. */
  prepare: oc
    .input(z.object({ passphrase: Passphrase.nullable(), keychain: z.boolean() }))
    .errors(refused)
    .output(z.object({ recoveryKey: z.string() })),
  /** Encrypts everything under the prepared key; the last group of the recovery key shows that it was written down. */
  turnOn: oc
    .input(z.object({ lastGroup: z.string().max(20) }))
    .errors(refused)
    .output(z.object({ begun: z.literal(true) })),
  /** Decrypts everything. The passphrase or the recovery key is asked for, also of an open library. */
  turnOff: oc
    .input(z.object({ secret: Secret }))
    .errors(refused)
    .output(z.object({ begun: z.literal(true) })),
  /** Opens a closed library. */
  unlock: oc
    .input(z.object({ secret: Secret }))
    .errors(refused)
    .output(z.object({ open: z.literal(true) })),
  /** Closes the library: every process that has the key ends or forgets it, and only this contract is answered. */
  lock: oc.errors(refused).output(z.object({ closed: z.literal(true) })),
  /** Says that a person is there, so that the library is not closed for want of one. */
  touch: oc.output(z.object({ heard: z.literal(true) })),
  /** Replaces the passphrase, or takes it away where the keychain opens the library. */
  setPassphrase: oc
    .input(z.object({ secret: Secret, passphrase: Passphrase.nullable() }))
    .errors(refused)
    .output(EncryptionState),
  /** Has the system's keychain open the library at each start, or no longer. */
  setKeychain: oc
    .input(z.object({ secret: Secret, on: z.boolean() }))
    .errors(refused)
    .output(EncryptionState),
  /** Makes a new recovery key in the place of the one before, which opens nothing from then on. */
  newRecoveryKey: oc
    .input(z.object({ secret: Secret }))
    .errors(refused)
    .output(z.object({ recoveryKey: z.string() })),
}
