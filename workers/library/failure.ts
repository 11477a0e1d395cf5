import type { IngestFailure, IngestFailureCode } from '#contract/library.contract'
import { fail } from '#contract/result'

/** A file that cannot be read, as plain data; `message` is for logs and never holds the file's text. */
export function refuse(code: IngestFailureCode, message: string) {
  return fail<IngestFailure>({ code, message })
}

/** Whether an error says that the disk has no room left for the library. */
export function isStorageFull(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return code === 'SQLITE_FULL' || code === 'SQLITE_IOERR_WRITE' || code === 'ENOSPC' || code === 'EDQUOT'
}
