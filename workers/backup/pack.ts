import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import type { BackupManifest, PackInput } from '#contract/backup-worker.contract'
import { type Measured, measuring } from '../measuring.ts'
import { BackupBroken } from './broken.ts'
import { databasePart, importsFolder, keyPart, manifestPart, settingsPart } from './parts.ts'
import type { Packed, Tell } from './progress.ts'
import { seal } from './sealed.ts'
import { copyDatabase, type Facts, factsOf, faultIn } from './snapshot.store.ts'

interface Part {
  readonly name: string
  readonly size: number
  readonly open: () => AsyncIterable<Uint8Array>
}

/** Writes one file that holds the library as it is at one moment; it is on the disk when this resolves. */
export async function pack(input: PackInput, tell: Tell, signal?: AbortSignal): Promise<Packed> {
  const { databasePath, scratch, target, passphrase, key } = input
  await rm(scratch, { recursive: true, force: true })
  await mkdir(scratch, { recursive: true, mode: 0o700 })
  try {
    const copy = join(scratch, databasePart)
    await copyDatabase({ from: databasePath, to: copy, key, onProgress: (done) => tell('copying', done), signal })
    const fault = faultIn(copy, 'quick', key)
    if (fault) throw new BackupBroken('library-damaged', databasePath, fault)
    const facts = factsOf(copy, key)
    const database = fileOf(databasePart, copy, (await stat(copy)).size)
    // Settings are for people to read; of an encrypted library nothing is.
    const beside = key ? await keyFileOf(input) : [settingsOf(facts)]
    const parts = [database, ...beside, ...(await importsIn(input))]
    return await write({ input, facts, parts, tell, signal })
  } catch (error) {
    await rm(target, { force: true }).catch(() => {})
    throw error
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }

  async function write(what: Writing): Promise<Packed> {
    const { manifest, bytes } = zipOf(what)
    let measured: Measured = { bytes: 0, sha256: '' }
    const encrypt = (source: AsyncIterable<Uint8Array>) => (passphrase === null ? source : seal(source, passphrase))
    // `flush`: on the disk before it counts as written.
    const file = createWriteStream(target, { flags: 'w', mode: 0o600, flush: true })
    await pipeline(bytes, encrypt, (source) => measuring(source, (found) => (measured = found)), file, { signal })
    return { manifest, ...measured }
  }
}

interface Writing {
  readonly input: PackInput
  readonly facts: Facts
  readonly parts: readonly Part[]
  readonly tell: Tell
  readonly signal: AbortSignal | undefined
}

/** The bytes of the archive; the manifest is complete when the last of them is read, and is itself the last part. */
function zipOf({ input, facts, parts, tell }: Writing) {
  const manifest: BackupManifest = {
    format: 'alcove-backup',
    version: 1,
    madeAt: input.madeAt,
    alcove: input.alcove,
    schema: facts.schema,
    importsFolder: input.importsFolder,
    counts: { ...facts.counts },
    parts: [],
  }
  const total = parts.reduce((sum, { size }) => sum + size, 0)
  let read = 0
  const zip = new ZipFile()
  const output = zip.outputStream as Readable
  zip.on('error', (error: Error) => output.destroy(error))
  for (const { name, size, open } of parts) {
    add(name, { size, compress: true, compressionLevel: level }, () =>
      measuring(open(), (measured) => manifest.parts.push({ name, ...measured }), count),
    )
  }
  add(manifestPart, { compress: true }, () => [Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`)])
  zip.end()
  return { manifest, bytes: output }

  /** Opened when its turn comes: of many files one at a time. */
  function add(name: string, options: object, open: () => AsyncIterable<Uint8Array> | Iterable<Uint8Array>) {
    const mtime = new Date(input.madeAt)
    zip.addReadStreamLazy(name, { mtime, mode: 0o100600, ...options }, (give) => {
      give(null, Readable.from(open(), { objectMode: false }))
    })
  }

  function count(bytes: number) {
    read += bytes
    tell('packing', total === 0 ? 1 : read / total)
  }
}

/** Vectors hardly become smaller at all, and texts little more at the levels that take three times as long. */
const level = 3

function settingsOf({ settings }: Facts): Part {
  const text = Buffer.from(`${JSON.stringify(settings, null, 2)}\n`)
  return { name: settingsPart, size: text.length, open: () => Readable.from([text], { objectMode: false }) }
}

async function keyFileOf({ keyFile }: PackInput): Promise<readonly Part[]> {
  if (keyFile === null) throw new Error('The key file of an encrypted library was not named')
  return [fileOf(keyPart, keyFile, (await stat(keyFile)).size)]
}

async function importsIn({ importsFolder: folder }: PackInput): Promise<readonly Part[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  })
  const files = entries.filter((entry) => entry.isFile()).map(({ name }) => name)
  const parts = await Promise.all(
    files.toSorted().map((name) => partOf(`${importsFolder}/${name}`, join(folder, name))),
  )
  return parts.filter((part) => part !== null)
}

/** Null for a text that was taken out of the library since it was listed. */
async function partOf(name: string, path: string): Promise<Part | null> {
  const found = await stat(path).catch(() => null)
  return found && fileOf(name, path, found.size)
}

function fileOf(name: string, path: string, size: number): Part {
  return { name, size, open: () => createReadStream(path, { highWaterMark: 1024 * 1024 }) }
}
