import { refuse } from '../failure.ts'
import { readXml } from './xml.ts'
import type { Archive } from './zip.ts'

/** Refuses an OpenDocument file that is locked with a password or has no content; null for one that can be read. */
export async function refusalOfOdf(archive: Archive) {
  let isEncrypted = false
  await readXml(archive.pieces('META-INF/manifest.xml'), {
    open(name) {
      if (name === 'encryption-data') isEncrypted = true
    },
    isEnough: () => isEncrypted,
  })
  if (isEncrypted) return refuse('FILE_LOCKED_WITH_PASSWORD', 'An encrypted OpenDocument file')
  return archive.has('content.xml') ? null : refuse('FILE_DAMAGED', 'No content in the archive')
}
