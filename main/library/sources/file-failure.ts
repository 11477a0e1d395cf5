import type { IngestFailure, IngestFailureCode } from '#contract/library.contract'

const codes: Readonly<Record<string, IngestFailureCode>> = {
  ENOENT: 'FILE_MISSING',
  ENOTDIR: 'FILE_MISSING',
  ENAMETOOLONG: 'FILE_MISSING',
  ERR_INVALID_ARG_VALUE: 'FILE_MISSING',
  ELOOP: 'LINK_LOOP',
  ENOSPC: 'STORAGE_FULL',
  EDQUOT: 'STORAGE_FULL',
  SQLITE_FULL: 'STORAGE_FULL',
}

/** The named failure behind an error of the file system or the database. */
export function failureOf(error: unknown): IngestFailure {
  const code = codeOf(error)
  return { code: codes[code] ?? 'FILE_UNREADABLE', message: code || String(error) }
}

/** Whether an error says that the disk has no room left. */
export function isStorageFull(error: unknown): boolean {
  return codes[codeOf(error)] === 'STORAGE_FULL' || (error instanceof Error && /SQLITE_FULL|ENOSPC/.test(error.message))
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
