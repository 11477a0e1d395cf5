import type { SecretsState } from '#contract/secrets.contract'
import type { DataFolder } from '../app/data-folder.ts'
import type { Log } from '../app/log.ts'
import type { Secrets } from '../app/secrets.ts'
import { createSealedSecrets } from './sealed-secrets.ts'

export interface OpenSecretsDeps {
  /** Where the sealed file is; it is made only when a person gives a passphrase. */
  readonly folder: Pick<DataFolder, 'sealedSecrets'>
  /** With the system's keychain, where there is a way to it. */
  readonly shell: { readonly secrets?: Secrets }
  /** Where `ALCOVE_SECRETS_PASSPHRASE` is looked up. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Told that the passphrase of the environment does not open the file. */
  readonly log: Pick<Log, 'warn'>
}

export type SecretsService = ReturnType<typeof openSecrets>['service']

/** Where keys and passwords are kept: the keychain, else a file that a passphrase seals, else memory. */
export function openSecrets({ folder, shell, environment, log }: OpenSecretsDeps) {
  const keychain = shell.secrets
  const sealed = createSealedSecrets({ file: folder.sealedSecrets })
  const secrets = keychain ? firstOf(keychain, sealed.secrets) : sealed.secrets
  const given = environment['ALCOVE_SECRETS_PASSPHRASE']
  // Not awaited: whoever asks for a secret waits for it, as all takes its turn.
  if (given) void openWith(given).catch((error: unknown) => log.warn('keys-stay-sealed', { error }))
  return { secrets, service: { state, seal: sealed.sealWith, open: sealed.open, forget: sealed.forget } }

  async function state(): Promise<SecretsState> {
    await sealed.settled()
    const file = sealed.state()
    const place = (await keychain?.holds?.()) === 'keychain' ? 'keychain' : file === 'open' ? 'file' : 'until-quit'
    return { place, file, untilQuit: sealed.untilQuit() }
  }

  async function openWith(passphrase: string): Promise<void> {
    const opened = await (sealed.state() === 'none' ? sealed.sealWith(passphrase) : sealed.open(passphrase))
    if (!opened.ok) log.warn('keys-stay-sealed', { code: opened.failure.code })
  }
}

/** The keychain where the system has one, else what keeps secrets otherwise; what was kept in either is found. */
function firstOf(keychain: Secrets, otherwise: Secrets): Secrets {
  const hasOne = async () => (await keychain.holds?.()) === 'keychain'
  return {
    get: async (name) => (await otherwise.get(name)) ?? keychain.get(name),
    set: async (name, value) => {
      const [kept, other] = (await hasOne()) ? [keychain, otherwise] : [otherwise, keychain]
      await other.set(name, null)
      return kept.set(name, value)
    },
    where: async (name) => (await otherwise.where(name)) ?? keychain.where(name),
  }
}
