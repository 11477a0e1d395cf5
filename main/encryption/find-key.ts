import { existsSync } from 'node:fs'
import { fail, ok, type Result } from '#contract/result'
import type { KeyFileMissing, LibraryLocked } from '#contract/system.failures'
import { isKeyOf, type KeyFile, keyBy } from '#database/key-slots'
import { isEncrypted, LibraryKey } from '#database/library-key'
import type { DataFolder } from '../app/data-folder.ts'
import type { LibrarySession } from '../app/library-session.ts'
import type { Secrets } from '../app/secrets.ts'
import { readKeyFile } from './key-file.ts'

/** Under which name the system's keychain holds the key. */
export const keychainName = 'library-key'

export interface KeySources {
  readonly session: LibrarySession
  readonly secrets: Pick<Secrets, 'get'>
  /** `ALCOVE_PASSPHRASE`: a passphrase or a recovery key. */
  readonly passphrase: string | undefined
}

export type FoundKey = { readonly closed: false; readonly key: LibraryKey | null } | { readonly closed: true }

/** The key that opens the library of a data folder; `closed` where nobody has given one yet. */
export async function findKey(
  folder: DataFolder,
  { session, secrets, passphrase }: KeySources,
): Promise<Result<FoundKey, LibraryLocked | KeyFileMissing>> {
  const file = readKeyFile(folder)
  if (!file) return isEncrypted(folder.database) ? missing(folder) : ok({ closed: false, key: null })
  if (session.key && isKeyOf(file, session.key)) return ok({ closed: false, key: session.key })
  // A library that the person closed waits for the person, whatever else could open it.
  if (file.closed) return passphrase === undefined ? ok({ closed: true }) : byPassphrase(file, passphrase)
  const kept = file.slots.some(({ kind }) => kind === 'keychain') ? await fromKeychain(file) : null
  if (kept) return open(kept)
  return passphrase === undefined ? ok({ closed: true }) : byPassphrase(file, passphrase)

  async function byPassphrase(file: KeyFile, secret: string): Promise<Result<FoundKey, LibraryLocked>> {
    const key = await keyBy(file, secret)
    if (key) return open(key)
    const message = 'The passphrase does not open the library'
    return fail({ code: 'LIBRARY_LOCKED', message, path: folder.database, reason: 'passphrase-wrong' })
  }

  async function fromKeychain(file: KeyFile): Promise<LibraryKey | null> {
    const kept = await secrets.get(keychainName)
    const key = LibraryKey.safeParse({ cipher: file.cipher, hex: kept }).data
    return key && isKeyOf(file, key) ? key : null
  }

  function open(key: LibraryKey): Result<FoundKey, never> {
    session.key = key
    return ok({ closed: false, key })
  }
}

function missing({ keyFile }: DataFolder): Result<never, KeyFileMissing> {
  const message = existsSync(keyFile) ? 'The key file is damaged' : 'The key file is gone'
  return fail({ code: 'KEY_FILE_MISSING', message, path: keyFile })
}
