import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { z } from 'zod'
import { Derivation, Sealed } from './sealing.ts'

const SealedFile = z.object({
  version: z.literal(1),
  derivation: Derivation,
  /** A text that is known, so that a wrong passphrase is noticed. */
  proof: Sealed,
  secrets: z.record(z.string(), Sealed),
})
export type SealedFile = z.infer<typeof SealedFile>

/** What is in the file; `none` where there is no file, `damaged` where it is not one of ours. */
export function readSealedFile(path: string): SealedFile | 'none' | 'damaged' {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'none' : 'damaged'
  }
  try {
    return SealedFile.parse(JSON.parse(text))
  } catch {
    return 'damaged'
  }
}

/** Writes it whole or not at all, for its owner alone. */
export function writeSealedFile(path: string, content: SealedFile): void {
  const next = `${path}.new`
  // One that was left by a crash could be readable by others.
  rmSync(next, { force: true })
  const file = openSync(next, 'wx', 0o600)
  try {
    writeSync(file, JSON.stringify(content))
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(next, path)
}
