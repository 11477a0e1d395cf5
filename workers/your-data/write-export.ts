import { createReadStream, createWriteStream } from 'node:fs'
import { lstat, open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import type { ExportInput, ExportManifest } from '#contract/your-data-worker.contract'
import type { LibraryKey } from '#database/library-key'
import { openIfSealed } from '#database/sealed-file'
import { measuring } from '../measuring.ts'
import { openArchive } from './archive.ts'
import { countsOf, type ExportStore, openExportStore } from './export.store.ts'
import { exportedTables } from './exported-tables.store.ts'
import {
  conversationPartOf,
  keptPartOf,
  manifestPart,
  originalPartOf,
  readmePart,
  settingsPart,
  textPartOf,
} from './part-names.ts'
import type { Tell } from './progress.ts'
import { readmeOf } from './readme.ts'

type Bytes = AsyncIterable<Uint8Array> | Iterable<Uint8Array>
interface Part {
  readonly name: string
  /** What it counts for in how far the work is. */
  readonly weight: number
  readonly open: () => Bytes
  /** Packed already: pictures and the like do not become smaller. */
  readonly stored?: boolean
}

export interface Exported {
  readonly bytes: number
  readonly counts: Record<string, number>
  readonly missing: number
}

export interface How {
  /** Of an encrypted library; an export is never encrypted. */
  readonly key: LibraryKey | null
  readonly tell: Tell
  readonly signal?: AbortSignal
}

/** Writes everything of a library that is not derived into one file; it is on the disk when this resolves. */
export async function writeExport(input: ExportInput, { key, tell, signal }: How): Promise<Exported> {
  const store = openExportStore({ ...input, key })
  try {
    const counts = countsOf(store)
    const originals = input.originals ? await originalsOf(store) : { parts: [], missing: 0 }
    const parts = [
      said(readmePart, readmeOf(input)),
      said(settingsPart, `${JSON.stringify(store.settings(), null, 2)}\n`),
      ...exportedTables.map((exported) => ({
        name: exported.part,
        weight: 1 + (counts[exported.part] ?? 0),
        open: () => inChunks(store.lines(exported)),
      })),
      ...store.texts().map((document) => ({
        name: textPartOf(document),
        weight: 1,
        open: () => [Buffer.from(store.text(document.id))],
      })),
      ...(await keptOf(input.importsFolder, key)),
      ...store.conversations().map((conversation) => ({
        name: conversationPartOf(conversation),
        weight: 1,
        open: () => [Buffer.from(store.markdownOf(conversation))],
      })),
      ...originals.parts,
    ]
    const bytes = zipOf({ input, parts, counts, schema: store.schema, tell })
    // `flush`: on the disk before it counts as written.
    const file = createWriteStream(input.target, { flags: 'wx', mode: 0o600, flush: true })
    await pipeline(bytes, file, { signal })
    await readBack(input.target, tell, signal)
    return { bytes: (await stat(input.target)).size, counts, missing: originals.missing }
  } catch (error) {
    // What could not be made because something of that name is there is not ours.
    const isForeign = error instanceof Error && 'code' in error && error.code === 'EEXIST'
    if (!isForeign) await rm(input.target, { force: true }).catch(() => {})
    throw error
  } finally {
    store.close()
  }
}

/** What was written is only an export once all of it was read again. */
async function readBack(file: string, tell: Tell, signal?: AbortSignal): Promise<void> {
  const archive = await openArchive(file)
  try {
    const { parts } = archive.manifest
    let read = 0
    for (const { name } of parts) {
      signal?.throwIfAborted()
      for await (const _ of archive.read(name));
      read += 1
      tell('checking', read / parts.length)
    }
  } finally {
    archive.close()
  }
}

interface Zipping {
  readonly input: ExportInput
  readonly parts: readonly Part[]
  readonly counts: Record<string, number>
  readonly schema: number
  readonly tell: Tell
}

/** The bytes of the archive; the manifest is complete when the last of them is read, and is itself the last part. */
function zipOf({ input, parts, counts, schema, tell }: Zipping): Readable {
  const { madeAt, alcove, originals } = input
  const manifest: ExportManifest = {
    format: 'alcove-export',
    version: 1,
    madeAt,
    alcove,
    schema,
    originals,
    counts,
    parts: [],
  }
  const total = parts.reduce((sum, { weight }) => sum + weight, 0)
  let done = 0
  const zip = new ZipFile()
  const output = zip.outputStream as Readable
  zip.on('error', (error: Error) => output.destroy(error))
  for (const { name, weight, open, stored = false } of parts) {
    add(name, { compress: !stored, ...(stored ? {} : { compressionLevel: level }) }, () =>
      measuring(open(), (measured) => {
        manifest.parts.push({ name, ...measured })
        done += weight
        tell('writing', done / total)
      }),
    )
  }
  add(manifestPart, { compress: true }, () => [Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`)])
  zip.end()
  return output

  /** Opened when its turn comes: of many parts one at a time. */
  function add(name: string, options: object, open: () => Bytes) {
    zip.addReadStreamLazy(name, { mtime: new Date(madeAt), mode: 0o100600, ...options }, (give) => {
      give(null, Readable.from(open(), { objectMode: false }))
    })
  }
}

/** Texts become little smaller at the levels that take three times as long. */
const level = 3
const chunkCharacters = 64 * 1024

function said(name: string, text: string): Part {
  return { name, weight: 1, open: () => [Buffer.from(text)] }
}

function* inChunks(lines: Iterable<string>): Generator<Buffer> {
  let held: string[] = []
  let size = 0
  for (const line of lines) {
    held.push(line)
    size += line.length
    if (size < chunkCharacters) continue
    yield Buffer.from(held.join(''))
    held = []
    size = 0
  }
  if (size > 0) yield Buffer.from(held.join(''))
}

async function keptOf(folder: string, key: LibraryKey | null): Promise<readonly Part[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  })
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.tmp'))
    .map(({ name }) => name)
    .toSorted()
    .map((name) => ({ name: keptPartOf(name), weight: 1, open: () => copyOf(folder, name, key) }))
}

/** What is in a copy of Alcove's own, which is sealed where the library is encrypted. */
async function* copyOf(folder: string, name: string, key: LibraryKey | null): AsyncGenerator<Uint8Array> {
  const path = join(folder, name)
  const file = await openIfSealed(await open(path), path, key ? { key, folder } : null)
  try {
    yield* file.createReadStream({ start: 0, autoClose: false })
  } finally {
    await file.close()
  }
}

/** The person's own files as they are now; those that cannot be reached are counted, and their texts are in the export all the same. */
async function originalsOf(store: Pick<ExportStore, 'files'>): Promise<{ parts: readonly Part[]; missing: number }> {
  const parts: Part[] = []
  let missing = 0
  for (const file of store.files()) {
    const found = await lstat(file.path).catch(() => null)
    if (!found?.isFile()) missing += 1
    else parts.push({ name: originalPartOf(file), weight: 20, stored: true, open: () => createReadStream(file.path) })
  }
  return { parts, missing }
}
