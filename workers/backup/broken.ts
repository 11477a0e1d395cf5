import type { BackupProblem, BackupReason } from '#contract/backup-problem'

/** Thrown where a backup cannot be made or read for a reason that a person can do something about. */
export class BackupBroken extends Error {
  readonly problem: BackupProblem

  constructor(reason: BackupReason, where: string, detail = '') {
    super(`${reason}: ${where} ${detail}`)
    this.problem = { reason, where, detail }
  }
}

export interface Places {
  /** The file of the backup. */
  readonly file: string
  /** Where things are made on the way, or unpacked to. */
  readonly folder: string
  /** Which of the two is being written: a full disk means that one. */
  readonly writes: 'file' | 'folder'
}

/** The problem behind whatever broke off; null for what nobody expected. */
export function problemOf(error: unknown, { file, folder, writes }: Places): BackupProblem | null {
  if (error instanceof BackupBroken) return error.problem
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const path = error instanceof Error && 'path' in error ? String(error.path) : ''
  const detail = error instanceof Error ? error.message : String(error)
  const onFile = writes === 'file' && !path.startsWith(folder) && !code.startsWith('SQLITE')
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'SQLITE_FULL') {
    return { reason: onFile ? 'place-full' : 'disk-full', where: onFile ? file : folder, detail }
  }
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM') {
    return { reason: onFile ? 'place-read-only' : 'folder-not-writable', where: onFile ? file : folder, detail }
  }
  if (code === 'ENOENT' && onFile) return { reason: 'place-missing', where: file, detail }
  if (code === 'ENOENT' && path === file) return { reason: 'no-such-backup', where: file, detail }
  if (/^(EIO|ENXIO|ENODEV|ESTALE|ENOTCONN|ETIMEDOUT)$/.test(code)) {
    return { reason: onFile ? 'place-missing' : 'damaged', where: file, detail }
  }
  if (/^SQLITE_(CORRUPT|NOTADB|IOERR)/.test(code)) {
    return { reason: writes === 'file' ? 'library-damaged' : 'damaged', where: file, detail }
  }
  return null
}
