import { lstat } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import yauzl from 'yauzl'
import { ExportManifest } from '#contract/your-data-worker.contract'
import { type Measured, measuring } from '../measuring.ts'
import { YourDataBroken } from './broken.ts'
import { exportedTables } from './exported-tables.store.ts'
import { isOtherPart, manifestPart } from './part-names.ts'

/** An export that has the shape of one; its parts are still to be compared with what it says of them. */
export interface Archive {
  readonly manifest: ExportManifest
  readonly names: readonly string[]
  /** The bytes of a part, which are compared with the manifest while they go by; the last of them throws when they differ. */
  readonly read: (name: string) => AsyncGenerator<Uint8Array>
  /** A part of which the bytes are given at once; null where there is none of that name. */
  readonly whole: (name: string) => Promise<Buffer | null>
  readonly close: () => void
}

const mostEntries = 4_000_000
/** Small archives pack very well; a bomb is large. Rows pack to a tenth, the best of texts to a hundredth. */
const neverABomb = 256_000_000
const mostRatio = 100
const mostManifest = 512_000_000

/** Opens an export: every name is one that an export has, nothing is encrypted, and it does not unpack to more than it may. */
export async function openArchive(file: string): Promise<Archive> {
  const found = await lstat(file).catch(() => null)
  if (!found?.isFile()) throw new YourDataBroken('no-such-file', file)
  const zip = await opened(file)
  try {
    const entries = await entriesOf(zip, { file, size: found.size })
    const manifest = await manifestOf(zip, entries, file)
    compareNames(manifest, entries, file)
    const parts = new Map(manifest.parts.map((part) => [part.name, part]))
    return { manifest, names: [...entries.keys()], read, whole, close: () => zip.close() }

    async function* read(name: string): AsyncGenerator<Uint8Array> {
      const entry = entries.get(name)
      const wanted = parts.get(name)
      if (!entry || !wanted) throw new YourDataBroken('damaged', file, `${name} is missing`)
      let measured: Measured = { bytes: 0, sha256: '' }
      yield* measuring(await streamOf(zip, entry), (all) => (measured = all))
      if (measured.sha256 !== wanted.sha256 || measured.bytes !== wanted.bytes) {
        throw new YourDataBroken('damaged', file, `${name} is not what alcove.json says`)
      }
    }

    async function whole(name: string): Promise<Buffer | null> {
      if (!entries.has(name)) return null
      const pieces: Uint8Array[] = []
      for await (const piece of read(name)) pieces.push(piece)
      return Buffer.concat(pieces)
    }
  } catch (error) {
    zip.close()
    throw error instanceof YourDataBroken ? error : new YourDataBroken('not-an-export', file, messageOf(error))
  }
}

async function opened(file: string): Promise<yauzl.ZipFile> {
  try {
    return await yauzl.openPromise(file, {
      lazyEntries: true,
      autoClose: false,
      validateEntrySizes: true,
      strictFileNames: true,
    })
  } catch (error) {
    throw new YourDataBroken('not-an-export', file, messageOf(error))
  }
}

async function entriesOf(
  zip: yauzl.ZipFile,
  { file, size }: { readonly file: string; readonly size: number },
): Promise<ReadonlyMap<string, yauzl.Entry>> {
  const entries = new Map<string, yauzl.Entry>()
  if (zip.entryCount > mostEntries) throw new YourDataBroken('too-large', file, `${zip.entryCount} parts`)
  const rows = new Set(exportedTables.map(({ part }) => part))
  let packed = 0
  let unpacked = 0
  for await (const entry of zip.eachEntry()) {
    const { fileName: name } = entry
    if (!rows.has(name) && !isOtherPart(name))
      throw new YourDataBroken('not-an-export', file, `it holds ${shown(name)}`)
    if (entries.has(name)) throw new YourDataBroken('not-an-export', file, `it holds ${shown(name)} twice`)
    if (entry.isEncrypted()) throw new YourDataBroken('not-an-export', file, `${shown(name)} is encrypted`)
    entries.set(name, entry)
    packed += entry.compressedSize
    unpacked += entry.uncompressedSize
  }
  // Parts may overlap and so share their bytes: together they are never more than the file.
  if (packed > size) throw new YourDataBroken('too-large', file, 'its parts overlap')
  if (unpacked > neverABomb && unpacked > size * mostRatio) {
    throw new YourDataBroken('too-large', file, `it unpacks to ${unpacked} bytes`)
  }
  return entries
}

async function manifestOf(
  zip: yauzl.ZipFile,
  entries: ReadonlyMap<string, yauzl.Entry>,
  file: string,
): Promise<ExportManifest> {
  const entry = entries.get(manifestPart)
  if (!entry || entry.uncompressedSize > mostManifest)
    throw new YourDataBroken('not-an-export', file, 'it has no alcove.json')
  const pieces: Uint8Array[] = []
  for await (const piece of await streamOf(zip, entry)) pieces.push(piece)
  const said: unknown = JSON.parse(Buffer.concat(pieces).toString('utf8'))
  if (isOfLaterLayout(said)) throw new YourDataBroken('too-new', file)
  const manifest = ExportManifest.safeParse(said)
  if (!manifest.success) throw new YourDataBroken('not-an-export', file, 'alcove.json is not that of an export')
  return manifest.data
}

function isOfLaterLayout(said: unknown): boolean {
  if (typeof said !== 'object' || said === null || !('format' in said) || !('version' in said)) return false
  return said.format === 'alcove-export' && typeof said.version === 'number' && said.version > 1
}

function compareNames(manifest: ExportManifest, entries: ReadonlyMap<string, unknown>, file: string): void {
  const named = new Set(manifest.parts.map(({ name }) => name))
  const missing = [...named].find((name) => !entries.has(name))
  const unnamed = [...entries.keys()].find((name) => name !== manifestPart && !named.has(name))
  if (missing !== undefined) throw new YourDataBroken('damaged', file, `${shown(missing)} is missing`)
  if (unnamed !== undefined) throw new YourDataBroken('damaged', file, `alcove.json does not name ${shown(unnamed)}`)
}

/** yauzl ends the stream with an error when a part holds more or less than it declared. */
function streamOf(zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<Readable> {
  return zip.openReadStreamPromise(entry)
}

function shown(name: string): string {
  return JSON.stringify(name.slice(0, 100))
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
