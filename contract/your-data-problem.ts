import { z } from 'zod'
import type { Failure } from './result.ts'

/** Why an export, an import or a deletion could not be done; the sentence for people is in `your-data.sentences.ts`. */
export const YourDataReason = z.enum([
  'running',
  'stopped',
  /** The folder for the file is not there. */
  'place-missing',
  'place-read-only',
  'place-full',
  'file-exists',
  'inside-data-folder',
  'no-such-file',
  'not-an-export',
  'damaged',
  'too-new',
  /** It unpacks to more than an export of its size does. */
  'too-large',
  'disk-full',
  'library-damaged',
  /** The word that confirms a deletion was not given. */
  'not-confirmed',
  /** Backups were to be deleted, and their place could not be reached. */
  'backups-not-deleted',
  /** Something nobody expected; the log says more. */
  'broke-off',
])
export type YourDataReason = z.infer<typeof YourDataReason>

/** `where` is the file, folder or part that is meant, `detail` the words of the system. */
export const YourDataProblem = z.object({ reason: YourDataReason, where: z.string(), detail: z.string() })
export type YourDataProblem = z.infer<typeof YourDataProblem>

export interface YourDataFailed extends Failure<'YOUR_DATA_FAILED'> {
  readonly problem: YourDataProblem
}
