import type { Secrets } from '../app/secrets.ts'
import { trouble } from './trouble.ts'

export interface BackupSecretsDeps {
  readonly secrets: Secrets
  /** Where `ALCOVE_BACKUP_PASSPHRASE` and `ALCOVE_BACKUP_PASSWORD` are looked up. */
  readonly environment: Readonly<Record<string, string | undefined>>
}

const names = { passphrase: 'backup-passphrase', password: 'backup-password' } as const

/** Keeps the passphrase of backups and the password or key of their server, apart from the library file. */
export function createBackupSecrets({ secrets, environment }: BackupSecretsDeps) {
  return { passphrase, needed, password, known, set }

  async function passphrase(): Promise<string | null> {
    return (await secrets.get(names.passphrase)) ?? (environment.ALCOVE_BACKUP_PASSPHRASE || null)
  }

  async function needed(): Promise<string> {
    const found = await passphrase()
    if (found === null) throw trouble('passphrase-needed', 'backups')
    return found
  }

  async function password(): Promise<string | null> {
    return (await secrets.get(names.password)) ?? (environment.ALCOVE_BACKUP_PASSWORD || null)
  }

  async function known() {
    return { passphrase: (await passphrase()) !== null, password: (await password()) !== null }
  }

  async function set(secret: 'passphrase' | 'password', value: string | null) {
    return secrets.set(names[secret], value)
  }
}
