import type { BackupFailed, BackupProblem, BackupReason } from '#contract/backup-problem'
import { fail, ok, type Result } from '#contract/result'

/** Thrown on the way of a backup for a reason that a person can do something about; `namingTrouble` makes a failure of it. */
export class BackupTrouble extends Error {
  readonly problem: BackupProblem

  constructor(problem: BackupProblem, options?: ErrorOptions) {
    super(`${problem.reason}: ${problem.where} ${problem.detail}`, options)
    this.problem = problem
  }
}

/** What a person is told of an error, also of one that nobody expected. */
export function problemBehind(error: unknown): BackupProblem {
  if (error instanceof BackupTrouble) return error.problem
  return { reason: 'broke-off', where: '', detail: error instanceof Error ? error.message : String(error) }
}

/** Trouble in one line. */
export function trouble(reason: BackupReason, where: string, detail = ''): BackupTrouble {
  return new BackupTrouble({ reason, where, detail })
}

/** Runs the body; what is thrown as trouble comes back as a failure of the contract. */
export async function namingTrouble<T>(body: () => Promise<T>): Promise<Result<T, BackupFailed>> {
  try {
    return ok(await body())
  } catch (error) {
    if (!(error instanceof BackupTrouble)) throw error
    return fail({ code: 'BACKUP_FAILED', message: error.message, problem: error.problem })
  }
}

/** The trouble behind an error of the file system at a folder for backups; other errors come back as they are. */
export function troubleAt(where: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const reason = reasons[code]
  return reason ? new BackupTrouble({ reason, where, detail: code }, { cause: error }) : error
}

const reasons: Readonly<Record<string, BackupReason>> = {
  ENOENT: 'place-missing',
  ENOTDIR: 'place-missing',
  ENODEV: 'place-missing',
  ENXIO: 'place-missing',
  EIO: 'place-missing',
  ESTALE: 'place-missing',
  ENOTCONN: 'place-missing',
  EACCES: 'place-read-only',
  EPERM: 'place-read-only',
  EROFS: 'place-read-only',
  ENOSPC: 'place-full',
  EDQUOT: 'place-full',
}
