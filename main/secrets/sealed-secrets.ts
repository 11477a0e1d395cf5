import { rmSync } from 'node:fs'
import type { KeptIn } from '#contract/providers.contract'
import { fail, ok, type Result } from '#contract/result'
import type { NothingSealed, SecretsState, SecretsUnreadable, WrongPassphrase } from '#contract/secrets.contract'
import { createMemorySecrets, type SecretPlace, type Secrets } from '../app/secrets.ts'
import { readSealedFile, type SealedFile, writeSealedFile } from './sealed-file.ts'
import { type Derivation, deriveKey, newDerivation, seal, unseal } from './sealing.ts'

export type SealedSecrets = ReturnType<typeof createSealedSecrets>

const proofName = 'proof'
const proofText = 'alcove'

/** Secrets in a file that a passphrase opens once a run; in memory only where there is none, or it is not open. */
export function createSealedSecrets({ file }: { readonly file: string }) {
  const memory = createMemorySecrets()
  let key: Buffer | null = null
  let queue: Promise<unknown> = Promise.resolve()
  const secrets: Secrets = {
    get: (name) => inTurn(() => get(name)),
    set: (name, value) => inTurn(() => set(name, value)),
    where: (name) => inTurn(() => where(name)),
  }
  return {
    secrets,
    state,
    /** Resolves when what was begun is done. */
    settled: () => inTurn(async () => {}),
    untilQuit: memory.count,
    sealWith: (passphrase: string, present?: string) => inTurn(() => sealWith(passphrase, present)),
    open: (passphrase: string) => inTurn(() => open(passphrase)),
    forget: () => inTurn(forget),
  }

  function state(): SecretsState['file'] {
    const content = readSealedFile(file)
    if (typeof content === 'string') return content
    return key === null ? 'locked' : 'open'
  }

  async function get(name: string): Promise<string | null> {
    const remembered = await memory.get(name)
    if (remembered !== null || key === null) return remembered
    const sealed = content()?.secrets[name]
    return sealed ? unseal(key, name, sealed) : null
  }

  async function set(name: string, value: string | null): Promise<KeptIn> {
    const present = content()
    if (value !== null && (key === null || !present)) return memory.set(name, value)
    await memory.set(name, null)
    if (!present) return 'forgotten'
    const { [name]: _before, ...others } = present.secrets
    const secretsNow = value === null || key === null ? others : { ...others, [name]: seal(key, name, value) }
    writeSealedFile(file, { ...present, secrets: secretsNow })
    return value === null ? 'forgotten' : 'file'
  }

  async function where(name: string): Promise<SecretPlace | null> {
    const remembered = await memory.where(name)
    if (remembered !== null || content()?.secrets[name] === undefined) return remembered
    return key === null ? 'locked' : 'file'
  }

  async function sealWith(
    passphrase: string,
    present: string | undefined,
  ): Promise<Result<null, WrongPassphrase | SecretsUnreadable>> {
    const before = readSealedFile(file)
    if (before === 'damaged') return unreadable()
    const values = new Map<string, string>()
    if (before !== 'none') {
      // Also where it is open: who stands before an open program must not be able to lock its owner out.
      const opened = await keyFor(before, present ?? '')
      if (opened === null) return wrong()
      for (const [name, sealed] of Object.entries(before.secrets)) {
        const value = unseal(opened, name, sealed)
        if (value === null) return unreadable()
        values.set(name, value)
      }
    }
    const derivation = newDerivation()
    const next = await deriveKey(passphrase, derivation)
    write(derivation, next, values)
    key = next
    await takeIn()
    return ok(null)
  }

  async function open(passphrase: string): Promise<Result<null, WrongPassphrase | SecretsUnreadable | NothingSealed>> {
    const present = readSealedFile(file)
    if (present === 'none') return fail({ code: 'NOTHING_SEALED', message: 'There is no sealed file' })
    if (present === 'damaged') return unreadable()
    const opened = await keyFor(present, passphrase)
    if (opened === null) return wrong()
    key = opened
    await takeIn()
    return ok(null)
  }

  async function forget(): Promise<void> {
    rmSync(file, { force: true })
    key = null
  }

  /** What was given while the file was not open goes into it. */
  async function takeIn(): Promise<void> {
    for (const [name, value] of memory.takeAll()) await set(name, value)
  }

  function write(derivation: Derivation, withKey: Buffer, values: ReadonlyMap<string, string>): void {
    const sealed = [...values].map(([name, value]) => [name, seal(withKey, name, value)] as const)
    const proof = seal(withKey, proofName, proofText)
    writeSealedFile(file, { version: 1, derivation, proof, secrets: Object.fromEntries(sealed) })
  }

  function content(): SealedFile | null {
    const found = readSealedFile(file)
    return typeof found === 'string' ? null : found
  }

  /** Two changes at once would each write the file without the other's. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = queue.then(work)
    queue = done.catch(() => undefined)
    return done
  }
}

async function keyFor({ derivation, proof }: SealedFile, passphrase: string): Promise<Buffer | null> {
  const key = await deriveKey(passphrase, derivation)
  return unseal(key, proofName, proof) === proofText ? key : null
}

function wrong(): { ok: false; failure: WrongPassphrase } {
  return fail({ code: 'WRONG_PASSPHRASE', message: 'The passphrase does not open the keys' })
}

function unreadable(): { ok: false; failure: SecretsUnreadable } {
  return fail({ code: 'SECRETS_UNREADABLE', message: 'The file of the keys cannot be read' })
}
