import type { conversionContract } from '#contract/conversion.contract'
import { fail, ok, type Result } from '#contract/result'
import type { KeyFileMissing, LibraryLocked } from '#contract/system.failures'
import type { LibraryKey } from '#database/library-key'
import { backupWorkerEntry } from '../backup/open-backups.ts'
import {
  type ConversionWork,
  type Converter,
  convert,
  finishConversion,
  NoRoomToConvert,
} from '../encryption/conversion.ts'
import { findKey, keychainName } from '../encryption/find-key.ts'
import { readKeyFile } from '../encryption/key-file.ts'
import type { ServerIdentity } from '../web/server.ts'
import { type ClosedDoor, type ClosedParts, openClosedDoor } from './hold-closed.ts'
import type { Log } from './log.ts'
import { createMemorySecrets } from './secrets.ts'
import { startWorker } from './start-worker.ts'

export interface BeforeOpening extends Omit<ClosedParts, 'onError'> {
  readonly log: Log
  /** `ALCOVE_PASSPHRASE`. */
  readonly passphrase: string | undefined
}

export type Way =
  | { readonly closed: true; readonly door: ClosedDoor }
  | { readonly closed: false; readonly key: LibraryKey | null; readonly server: ServerIdentity | undefined }

/**
 * What has to happen before a library file is opened: a conversion that was cut off comes to its end, one that was asked for is
 * done, and the key is found, or a door stands closed until somebody brings it.
 */
export async function beforeOpening(parts: BeforeOpening): Promise<Result<Way, LibraryLocked | KeyFileMissing>> {
  const { folder, session, shell, log } = parts
  const onError = (error: unknown) => log.error('unexpected', { error })
  finishConversion(folder)
  const server = session.wanted ? await convertBehindDoor() : parts.before
  const passphrase = session.closedByPerson ? undefined : parts.passphrase
  const found = await findKey(folder, { session, secrets: shell.secrets ?? createMemorySecrets(), passphrase })
  if (!found.ok) return found
  if (!found.value.closed) return ok({ closed: false, key: found.value.key, server })
  // Whoever cannot open the library anew has nobody to wait for.
  if (!shell.restart) {
    const message = 'The library is encrypted and closed'
    return fail({ code: 'LIBRARY_LOCKED', message, path: folder.database, reason: 'passphrase-needed' })
  }
  return ok({ closed: true, door: await openClosedDoor({ ...parts, before: server, onError }) })

  async function convertBehindDoor(): Promise<ServerIdentity> {
    const door = await openClosedDoor({ ...parts, onError })
    try {
      await convertWanted(parts, door.tell)
    } finally {
      await door.close()
    }
    return door.server.identity
  }
}

/** Does the conversion that a session wants; one that breaks off is told in the session and has changed nothing. */
export async function convertWanted(
  { folder, session, shell, log }: Pick<BeforeOpening, 'folder' | 'session' | 'shell' | 'log'>,
  tell: (work: ConversionWork) => void,
): Promise<void> {
  const wanted = session.wanted
  if (!wanted) return
  session.wanted = null
  const { client, close } = startWorker<typeof conversionContract>({
    name: 'backup',
    entry: shell.files?.backupWorker ?? backupWorkerEntry,
    options: {},
    ...(shell.spawn ? { spawn: shell.spawn } : {}),
  })
  const converter: Converter = client
  try {
    await convert(folder, wanted, { converter, tell })
    session.problem = null
    session.key = wanted.kind === 'encrypt' ? wanted.key : null
    session.unnoted.push({ kind: wanted.kind === 'encrypt' ? 'library-encrypted' : 'library-decrypted', about: {} })
    log.info('converted', { name: wanted.kind })
  } catch (error) {
    session.problem = error instanceof NoRoomToConvert ? 'no-room' : 'broke-off'
    session.key = wanted.kind === 'encrypt' ? null : wanted.key
    log.error('not-converted', { name: wanted.kind, error })
  } finally {
    await close()
  }
  // A key that opens nothing any more, or not yet, stands nowhere.
  if (!session.key && readKeyFile(folder) === null) await shell.secrets?.set(keychainName, null)
}
