import type { IngestFailure, IngestFailureCode } from '#contract/library.contract'
import { fail } from '#contract/result'

/** A file that cannot be read, as plain data; `message` is for logs and never holds the file's text. */
export function refuse(code: IngestFailureCode, message: string) {
  return fail<IngestFailure>({ code, message })
}
