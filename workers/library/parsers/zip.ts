import { inflateRawSync } from 'node:zlib'
import yauzl from 'yauzl'
import type { IngestFailure } from '#contract/library.contract'
import { ok, type Result } from '#contract/result'
import { refuse } from '../failure.ts'
import type { Limits } from '../limits.ts'

/** The entries of an archive that passed the check. Names only find entries; they are never used as paths. */
export interface Archive {
  readonly has: (name: string) => boolean
  /** An entry, unpacked piece by piece; nothing when there is none of that name. */
  readonly pieces: (name: string) => AsyncGenerator<Uint8Array>
  /** One entry as text; null when there is none of that name. */
  readonly text: (name: string) => Promise<string | null>
}

type ZipFile = yauzl.ZipFile
type Entry = yauzl.Entry

// Small parts compress very well; a bomb is large.
const neverABomb = 1_000_000

/** Reads from an archive, refusing one that unpacks to more than is allowed: by what it declares, then by counting what is read. */
export async function readArchive<T>(
  bytes: Uint8Array,
  limits: Limits,
  read: (archive: Archive) => Promise<Result<T, IngestFailure>>,
): Promise<Result<T, IngestFailure>> {
  const zip = await openZip(bytes)
  const listed = await list(zip, bytes, limits)
  if (!listed.ok) return listed
  try {
    return await read(archiveOf(zip, { bytes, entries: listed.value, limits }))
  } catch (error) {
    if (error instanceof UnpacksTooFar) return refuse('FILE_TOO_LARGE', error.message)
    throw error
  }
}

/** Refuses an archive like `readArchive`, for readers that unpack by themselves: all markup is unpacked once and counted. */
export function checkZip(bytes: Uint8Array, limits: Limits): Promise<Result<null, IngestFailure>> {
  return readArchive(bytes, limits, async (archive) => {
    const zip = await openZip(bytes)
    // Only markup is ever unpacked; archives inside the archive stay closed.
    for await (const { fileName } of zip.eachEntry()) {
      if (/\.(xml|rels)$/i.test(fileName)) for await (const _ of archive.pieces(fileName)) continue
    }
    return ok(null)
  })
}

/** Opens an archive for a look at its entries; throws on what is no archive. */
export function openZip(bytes: Uint8Array): Promise<ZipFile> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return yauzl.fromBufferPromise(buffer, { lazyEntries: true, validateEntrySizes: true, strictFileNames: false })
}

/** One entry as text of at most the given number of bytes; null for a larger one. */
export async function shortEntryText(zip: ZipFile, entry: Entry, most: number): Promise<string | null> {
  if (entry.isEncrypted() || entry.uncompressedSize > most) return null
  const pieces: Uint8Array[] = []
  for await (const piece of await zip.openReadStreamPromise(entry)) pieces.push(piece)
  return Buffer.concat(pieces).toString('utf8')
}

class UnpacksTooFar extends Error {}

async function list(zip: ZipFile, bytes: Uint8Array, limits: Limits): Promise<Result<Entry[], IngestFailure>> {
  if (zip.entryCount > limits.zipEntries) return refuse('FILE_TOO_LARGE', `${zip.entryCount} entries in the archive`)
  const entries: Entry[] = []
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
  // Entries may overlap and so share their bytes; together they cannot be packed tighter than the whole.
  if (isBomb(unpacked, bytes.length, limits)) return refuse('FILE_TOO_LARGE', 'The archive is packed too tightly')
  return ok(entries)
}

function isBomb(unpacked: number, packed: number, { zipRatio }: Limits): boolean {
  return unpacked > neverABomb && unpacked > packed * zipRatio
}

interface OpenArchive {
  readonly bytes: Uint8Array
  readonly entries: readonly Entry[]
  readonly limits: Limits
}

// In bytes, unpacked.
const small = 200_000

function archiveOf(zip: ZipFile, { bytes, entries, limits }: OpenArchive): Archive {
  // Of several entries with one name the last counts, as for those who write archives anew at their end.
  const byName = new Map(entries.map((entry) => [keyOf(entry.fileName), entry]))
  let unpacked = 0
  return { has: (name) => byName.has(keyOf(name)), pieces, text }

  async function* pieces(name: string): AsyncGenerator<Uint8Array> {
    const entry = byName.get(keyOf(name))
    if (!entry) return
    for await (const piece of entry.uncompressedSize < small ? atOnce(entry) : streamed(entry)) {
      unpacked += piece.length
      // What is read twice counts twice: a small entry named a million times is as bad as a large one.
      if (unpacked > limits.zipBytes * 2) throw new UnpacksTooFar('More was unpacked than is allowed')
      yield piece
    }
  }

  /** yauzl ends the stream with an error when an entry holds more or less than it declared. */
  async function* streamed(entry: Entry): AsyncGenerator<Uint8Array> {
    yield* await zip.openReadStreamPromise(entry)
  }

  /** Most entries are small, and opening a stream for each would take longer than to read it. */
  async function* atOnce(entry: Entry): AsyncGenerator<Uint8Array> {
    const { fileDataStart: start } = await zip.readLocalFileHeaderPromise(entry, { minimal: true })
    const packed = bytes.subarray(start, start + entry.compressedSize)
    const isStored = entry.compressionMethod === 0
    if (!isStored && entry.compressionMethod !== 8) throw new Error('An entry that is packed in another way')
    const whole = isStored ? packed : inflateRawSync(packed, { maxOutputLength: entry.uncompressedSize + 1 })
    if (whole.length !== entry.uncompressedSize) throw new Error('An entry of another size than declared')
    if (whole.length > 0) yield whole
  }

  async function text(name: string): Promise<string | null> {
    if (!byName.has(keyOf(name))) return null
    const read: Uint8Array[] = []
    for await (const piece of pieces(name)) read.push(piece)
    return Buffer.concat(read).toString('utf8')
  }
}

// Office programs find parts whatever their case.
function keyOf(name: string): string {
  return name.replace(/^\/+/, '').toLowerCase()
}
