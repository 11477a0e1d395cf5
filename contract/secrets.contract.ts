import { oc } from '@orpc/contract'
import { z } from 'zod'
import type { Failure } from './result.ts'

export const SecretsState = z.object({
  /** Where a key or password that is given now is kept. */
  place: z.enum(['keychain', 'file', 'until-quit']),
  /** The file that a passphrase seals: there is none, its passphrase was not given yet, it is open, or it cannot be read. */
  file: z.enum(['none', 'locked', 'open', 'damaged']),
  /** How many are in memory only. */
  untilQuit: z.number().int(),
})
export type SecretsState = z.infer<typeof SecretsState>

export interface WrongPassphrase extends Failure<'WRONG_PASSPHRASE'> {}
export interface SecretsUnreadable extends Failure<'SECRETS_UNREADABLE'> {}
export interface NothingSealed extends Failure<'NOTHING_SEALED'> {}

const WRONG_PASSPHRASE = { status: 403 }
const SECRETS_UNREADABLE = { status: 409 }
const NOTHING_SEALED = { status: 404 }
const Passphrase = z.string().min(8).max(1_000)
const Given = z.string().max(1_000)

/** What may be asked of the place where keys and passwords are kept; never for one of them. */
export const secretsContract = {
  /** Where they are kept, and whether they can be read. */
  state: oc
    .route({ method: 'GET', path: '/secrets', summary: 'Where keys and passwords are kept' })
    .output(SecretsState),
  /** Keeps them in a file that only this passphrase opens, with those given since the start; `present` is the one it replaces. */
  seal: oc
    .input(z.object({ passphrase: Passphrase, present: Given.optional() }))
    .errors({ WRONG_PASSPHRASE, SECRETS_UNREADABLE })
    .output(SecretsState),
  /** Opens the file until Alcove is closed. */
  open: oc
    .input(z.object({ passphrase: Given }))
    .errors({ WRONG_PASSPHRASE, SECRETS_UNREADABLE, NOTHING_SEALED })
    .output(SecretsState),
  /** Deletes the file with all that is in it: the way out when the passphrase is lost. */
  forget: oc.output(SecretsState),
}
