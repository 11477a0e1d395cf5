import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isKeyOf, KeyFile, keyBy } from '#database/key-slots'
import { isEncrypted, type LibraryKey } from '#database/library-key'
import { BackupBroken } from './broken.ts'
import { databasePart, keyPart } from './parts.ts'

export interface KnownKeys {
  readonly key: LibraryKey | null
  readonly secret: string | null
  readonly passphrase?: string | null
}

/** The key of a library that was unpacked: the present one, or the one that a secret opens; null where it has none. */
export async function keyOfUnpacked(folder: string, where: string, known: KnownKeys): Promise<LibraryKey | null> {
  if (!isEncrypted(join(folder, databasePart))) return null
  const text = await readFile(join(folder, keyPart), 'utf8').catch(() => null)
  if (text === null) throw new BackupBroken('damaged', where, 'what leads to its key is missing')
  const file = KeyFile.parse(JSON.parse(text))
  if (known.key && isKeyOf(file, known.key)) return known.key
  for (const secret of [known.secret, known.passphrase ?? null]) {
    const key = secret === null ? null : await keyBy(file, secret)
    if (key) return key
  }
  throw new BackupBroken('key-needed', where)
}
