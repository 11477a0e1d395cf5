import { ORPCError, safe } from '@orpc/client'
import { z } from 'zod'
import { EncryptionReason } from '#contract/encryption.contract'
import { sentenceForEncryption } from '#contract/encryption.sentences'
import { sentenceForStart } from '#contract/system.sentences'
import { convertOffline } from '../app/offline-conversion.ts'
import type { OpenedLibrary } from '../app/open-library.ts'
import { type Context, WrongUse } from './context.ts'

type Kind = 'encrypt' | 'decrypt'

/** `alcove encrypt` and `alcove decrypt`: converts the library, by this process or by the one that has it open. */
export async function convertLibrary(kind: Kind, context: Context, options: Readonly<Record<string, unknown>>) {
  const { data, from, say, fail } = context
  const secret = secretIn(String(options.passphraseEnv))
  let told = ''
  const converted = await convertOffline(
    { data, from },
    {
      kind,
      secret,
      tell: ({ step }) => {
        if (step !== told) say(`${words[step]} …`)
        told = step
      },
    },
  )
  if (converted === null) return askHolder(kind, context, secret)
  if (converted.ok) return done(kind, context, converted.value.recoveryKey)
  const { failure } = converted
  if (failure.code !== 'ENCRYPTION_REFUSED') return fail(failure, sentenceForStart(failure))
  return refuse(context, failure.reason, failure.wait)
}

const words = {
  copying: 'Copying the library',
  encrypting: 'Encrypting it',
  decrypting: 'Decrypting it',
  checking: 'Comparing',
  files: 'Files beside it',
  finishing: 'Putting everything in place',
} as const

function secretIn(name: string): string {
  const secret = process.env[name]
  if (!secret) throw new WrongUse(`the environment variable ${name} holds no passphrase`)
  return secret
}

/** By the process that has the library open: it closes it, converts it, and opens it again. */
async function askHolder(kind: Kind, context: Context, secret: string): Promise<number> {
  let recoveryKey: string | null = null
  const code = await context.withLibrary(async (library) => {
    const begun = await begin(kind, library, secret)
    if (!begun.ok) return refuse(context, begun.reason, begun.wait)
    recoveryKey = begun.recoveryKey
    if (!library.held) await library.gone
    return 0
  })
  if (code !== 0) return code
  const opened = process.env.ALCOVE_PASSPHRASE
  // What the library opens by from now on.
  if (kind === 'encrypt') process.env.ALCOVE_PASSPHRASE = secret
  try {
    return await context.withLibrary(async ({ client }) => {
      const { state, problem } = await client.encryption.state()
      const isDone = kind === 'encrypt' ? state === 'open' : state === 'off'
      return isDone ? done(kind, context, recoveryKey) : refuse(context, problem ?? 'broke-off')
    })
  } finally {
    if (opened === undefined) delete process.env.ALCOVE_PASSPHRASE
    else process.env.ALCOVE_PASSPHRASE = opened
  }
}

type Begun =
  | { readonly ok: true; readonly recoveryKey: string | null }
  | { readonly ok: false; readonly reason: EncryptionReason; readonly wait: number }

async function begin(kind: Kind, { client }: OpenedLibrary, secret: string): Promise<Begun> {
  if (kind === 'decrypt') {
    const { error } = await safe(client.encryption.turnOff({ secret }))
    return error ? refusalIn(error) : { ok: true, recoveryKey: null }
  }
  const prepared = await safe(client.encryption.prepare({ passphrase: secret, keychain: false }))
  if (prepared.error) return refusalIn(prepared.error)
  const { recoveryKey } = prepared.data
  const { error } = await safe(client.encryption.turnOn({ lastGroup: recoveryKey.slice(-4) }))
  return error ? refusalIn(error) : { ok: true, recoveryKey }
}

function refusalIn(error: Error): Begun {
  const told = error instanceof ORPCError && error.code === 'ENCRYPTION_REFUSED' ? Refusal.safeParse(error.data) : null
  if (!told?.success) throw error
  return { ok: false, ...told.data }
}

const Refusal = z.object({ reason: EncryptionReason, wait: z.number() })

function refuse({ fail }: Context, reason: EncryptionReason, wait = 0): number {
  return fail({ code: 'ENCRYPTION_REFUSED', message: reason }, sentenceForEncryption(reason, wait))
}

function done(kind: Kind, { json, printJson, print, say }: Context, recoveryKey: string | null): number {
  if (json) printJson({ encrypted: kind === 'encrypt', recoveryKey })
  else if (recoveryKey === null) print('The library is not encrypted any more.')
  else {
    print(`The library is encrypted. Its recovery key is\n\n  ${recoveryKey}\n`)
    say(
      'Write it down and keep it apart from this machine: it is shown this once, and nobody can open the library without it or the passphrase.',
    )
    say('Backups made before are as they were. ALCOVE_PASSPHRASE opens the library for other commands.')
  }
  return 0
}
