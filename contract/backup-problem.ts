import { z } from 'zod'
import type { Failure } from './result.ts'

/** What can be in the way of a backup; the sentence for people is in `backup.sentences.ts`. */
export const BackupReason = z.enum([
  'off',
  'running',
  /** The folder is not there, or is not the one that was chosen: most often a drive that is not connected. */
  'place-missing',
  'place-read-only',
  'place-full',
  'place-unreachable',
  /** The person holds back what leaves this machine. */
  'place-held-back',
  /** The server does not let us in. */
  'place-refused',
  'inside-data-folder',
  'no-such-backup',
  'not-a-backup',
  'damaged',
  'too-new',
  'passphrase-needed',
  'passphrase-wrong',
  /** It is of an encrypted library, whose passphrase or recovery key is needed. */
  'key-needed',
  'library-damaged',
  'folder-not-empty',
  'folder-not-writable',
  /** The disk that holds the data folder, or the folder to restore into. */
  'disk-full',
  /** Something nobody expected; the log says more. */
  'broke-off',
])
export type BackupReason = z.infer<typeof BackupReason>

/** `where` is the folder, file, address or backup that is meant, `detail` the words of the system. */
export const BackupProblem = z.object({ reason: BackupReason, where: z.string(), detail: z.string() })
export type BackupProblem = z.infer<typeof BackupProblem>

export interface BackupFailed extends Failure<'BACKUP_FAILED'> {
  readonly problem: BackupProblem
}
