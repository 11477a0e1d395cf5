import yauzl from 'yauzl'
import type { IngestFailure } from '#contract/library.contract'
import { ok, type Result } from '#contract/result'
import { refuse } from '../failure.ts'
import type { Limits } from '../limits.ts'

type ZipFile = yauzl.ZipFile

// Small parts compress very well; a bomb is large.
const neverABomb = 1_000_000

/** Refuses an archive that would unpack to more than is allowed: first by what it declares, then by unpacking and counting. */
export async function checkZip(bytes: Uint8Array, limits: Limits): Promise<Result<null, IngestFailure>> {
  const zip = await openZip(bytes)
  if (zip.entryCount > limits.zipEntries) return refuse('FILE_TOO_LARGE', `${zip.entryCount} entries in the archive`)
  const entries: yauzl.Entry[] = []
  let unpacked = 0
  for await (const entry of zip.eachEntry()) {
    entries.push(entry)
    unpacked += entry.uncompressedSize
    if (entry.isEncrypted()) return refuse('FILE_LOCKED_WITH_PASSWORD', 'An encrypted entry in the archive')
    if (entries.length > limits.zipEntries) return refuse('FILE_TOO_LARGE', 'Too many entries in the archive')
    if (unpacked > limits.zipBytes || isBomb(entry.uncompressedSize, entry.compressedSize, limits)) {
      return refuse('FILE_TOO_LARGE', 'The archive unpacks to more than is allowed')
    }
  }
  if (isBomb(unpacked, bytes.length, limits)) return refuse('FILE_TOO_LARGE', 'The archive is packed too tightly')
  // Only markup is ever unpacked here; archives inside the archive stay closed.
  for (const entry of entries.filter(({ fileName }) => /\.(xml|rels)$/i.test(fileName))) await count(zip, entry)
  return ok(null)
}

/** One entry as text; null when there is none of that name. */
export async function zipEntryText(bytes: Uint8Array, name: string): Promise<string | null> {
  const zip = await openZip(bytes)
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName !== name) continue
    const chunks: Buffer[] = []
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk)
    return Buffer.concat(chunks).toString('utf8')
  }
  return null
}

function openZip(bytes: Uint8Array): Promise<ZipFile> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return yauzl.fromBufferPromise(buffer, { lazyEntries: true, validateEntrySizes: true, strictFileNames: false })
}

function isBomb(unpacked: number, packed: number, { zipRatio }: Limits): boolean {
  return unpacked > neverABomb && unpacked > packed * zipRatio
}

/** yauzl ends the stream with an error when an entry holds more than it declared. */
async function count(zip: ZipFile, entry: yauzl.Entry): Promise<number> {
  let bytes = 0
  for await (const chunk of await zip.openReadStreamPromise(entry)) bytes += chunk.length
  return bytes
}
