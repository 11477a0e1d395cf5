import type { YourDataProblem, YourDataReason } from '#contract/your-data-problem'

/** Thrown where an export cannot be written or read for a reason that a person can do something about. */
export class YourDataBroken extends Error {
  readonly problem: YourDataProblem

  constructor(reason: YourDataReason, where: string, detail = '') {
    super(`${reason}: ${where} ${detail}`)
    this.problem = { reason, where, detail }
  }
}

/** The problem behind whatever broke off; null for what nobody expected. `writes`: the file, or the library itself. */
export function problemOf(
  error: unknown,
  { file, writes }: { readonly file: string; readonly writes: 'file' | 'library' },
): YourDataProblem | null {
  if (error instanceof YourDataBroken) return error.problem
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const detail = error instanceof Error ? error.message : String(error)
  const isLibrary = writes === 'library' || code.startsWith('SQLITE')
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'SQLITE_FULL') {
    return { reason: isLibrary ? 'disk-full' : 'place-full', where: file, detail }
  }
  if (/^SQLITE_(CORRUPT|NOTADB|IOERR)/.test(code)) return { reason: 'library-damaged', where: '', detail }
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM')
    return { reason: 'place-read-only', where: file, detail }
  if (code === 'ENOENT') return { reason: writes === 'file' ? 'place-missing' : 'no-such-file', where: file, detail }
  if (/^(EIO|ENXIO|ENODEV|ESTALE|ENOTCONN|ETIMEDOUT)$/.test(code)) {
    return { reason: writes === 'file' ? 'place-missing' : 'damaged', where: file, detail }
  }
  return null
}
