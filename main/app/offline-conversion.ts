import { existsSync } from 'node:fs'
import type { EncryptionReason, EncryptionRefused } from '#contract/encryption.contract'
import { fail, ok, type Result } from '#contract/result'
import type { StartFailure } from '#contract/system.failures'
import { readWaiting } from '../backup/waiting-restore.ts'
import { type ConversionWork, finishConversion } from '../encryption/conversion.ts'
import { createEncryptionService } from '../encryption/encryption.service.ts'
import { convertWanted } from './before-opening.ts'
import { chooseDataFolder, openDataFolder } from './data-folder.ts'
import { createSession } from './library-session.ts'
import { openLog } from './log.ts'
import { openLibrary } from './open-library.ts'
import { createMemorySecrets } from './secrets.ts'
import { takeLock } from './take-lock.ts'

export interface OfflineConversion {
  readonly kind: 'encrypt' | 'decrypt'
  /** The passphrase that will open it, or the passphrase or recovery key that opens it now. */
  readonly secret: string
  readonly tell: (work: ConversionWork) => void
}

export interface Converted {
  /** Shown this once; null where nothing was encrypted. */
  readonly recoveryKey: string | null
}

/** Encrypts or decrypts a library that nobody has open. Null while another process has it. */
export async function convertOffline(
  place: { readonly data: string | undefined; readonly from: string },
  { kind, secret, tell }: OfflineConversion,
): Promise<Result<Converted, EncryptionRefused | StartFailure> | null> {
  const opened = openDataFolder(chooseDataFolder(place.data, place.from))
  if (!opened.ok) return opened
  const folder = opened.value
  if (!existsSync(folder.database)) {
    // There is nothing to encrypt yet, but what comes is to be encrypted.
    const made = await openLibrary(place)
    if (!made.ok) return made
    await made.value.close()
  }
  const lock = takeLock(folder)
  if (!lock) return null
  process.umask(0o077)
  const { log, close: closeLog } = await openLog(folder.logs)
  const session = createSession()
  const shell = { secrets: createMemorySecrets() }
  const encryption = createEncryptionService({
    folder,
    session,
    secrets: shell.secrets,
    hasKeychain: async () => false,
    // Done right below, by this process.
    reopen: () => {},
  })
  try {
    finishConversion(folder)
    // What waits there is under the key that the library has now.
    if (readWaiting(folder)) return refused('busy')
    const wanted = kind === 'encrypt' ? await prepared() : await encryption.turnOff({ secret })
    if (!wanted.ok) return wanted
    await convertWanted({ folder, session, shell, log }, tell)
    if (session.problem === null)
      return ok({ recoveryKey: 'recoveryKey' in wanted.value ? wanted.value.recoveryKey : null })
    return refused(session.problem)
  } finally {
    closeLog()
    // The library was not opened, so it is as clean or unclean as it was.
    lock.release({ unclean: lock.unclean })
  }

  async function prepared(): Promise<Result<{ readonly recoveryKey: string }, EncryptionRefused>> {
    const made = await encryption.prepare({ passphrase: secret, keychain: false })
    if (!made.ok) return made
    const begun = await encryption.turnOn({ lastGroup: made.value.recoveryKey.slice(-4) })
    return begun.ok ? made : begun
  }
}

function refused(reason: EncryptionReason): Result<never, EncryptionRefused> {
  return fail({ code: 'ENCRYPTION_REFUSED', message: reason, reason, wait: 0 })
}
