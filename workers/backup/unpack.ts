import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { BackupManifest, type UnpackInput } from '#contract/backup-worker.contract'
import { type Measured, measuring } from '../measuring.ts'
import { BackupBroken, problemOf } from './broken.ts'
import { takeOver } from './convert.store.ts'
import { keyOfUnpacked } from './key-of-unpacked.ts'
import { databasePart, importsFolder, isPart, manifestPart, settingsPart } from './parts.ts'
import type { Packed, Tell } from './progress.ts'
import { sealMark, unseal } from './sealed.ts'
import { factsOf, faultIn, isTooNew, moveImports } from './snapshot.store.ts'
import { openZip, type ZipEntry } from './zip-entries.ts'

/** Unpacks a backup beside its place, compares all of it with its manifest, and only then gives it its name. */
export async function unpack(input: UnpackInput, tell: Tell, signal?: AbortSignal): Promise<Packed> {
  const { file, into } = input
  const unfinished = `${into}.unfinished`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(join(unfinished, importsFolder), { recursive: true, mode: 0o700 })
  try {
    const sealed = await isSealed(file)
    const measured = await measure()
    const manifest = await unpackTo(unfinished, sealed)
    // They belong to the backup, not to the library.
    for (const name of [manifestPart, settingsPart]) await rm(join(unfinished, name), { force: true })
    await rename(unfinished, into)
    return { manifest, ...measured }
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true })
    if (signal?.aborted || problemOf(error, { file, folder: into, writes: 'folder' })) throw error
    // The archive, its compression or its manifest makes no sense.
    throw new BackupBroken('damaged', file, error instanceof Error ? error.message : String(error))
  }

  /** Every byte counts, also one that no part of the archive needs. */
  async function measure(): Promise<Measured> {
    let measured: Measured = { bytes: 0, sha256: '' }
    const { size } = await stat(file)
    let read = 0
    const source = createReadStream(file, { highWaterMark: 1024 * 1024, signal })
    const all = measuring(
      source,
      (found) => (measured = found),
      (bytes) => tell('fetching', (read += bytes) / size),
    )
    for await (const _ of all);
    if (input.sha256 !== null && measured.sha256 !== input.sha256) {
      throw new BackupBroken('damaged', file, 'its bytes are not those that were written')
    }
    return measured
  }

  async function unpackTo(folder: string, sealed: boolean): Promise<BackupManifest> {
    const zip = sealed ? await opened(folder) : file
    const found = await unzip({ zip, folder, lasting: input.lasting, tell, signal })
    if (zip !== file) await rm(zip, { force: true })
    const manifest = await manifestIn(folder, found)
    if (isTooNew(manifest.schema)) throw new BackupBroken('too-new', file)
    const database = join(folder, databasePart)
    tell('checking', 0)
    const key = await keyOfUnpacked(folder, file, input)
    const fault = faultIn(database, 'whole', key) ?? differenceOf(factsOf(database, key), manifest)
    if (fault) throw new BackupBroken('damaged', file, fault)
    const moved = { from: manifest.importsFolder, to: input.importsFolder }
    if (moved.to !== null) moveImports(database, { ...moved, to: moved.to, key })
    if (input.under === 'ours') await takeOver(folder, key, input.key)
    tell('checking', 1)
    return manifest
  }

  /** The archive that an encrypted backup holds. */
  async function opened(folder: string): Promise<string> {
    const { passphrase } = input
    if (passphrase === null) throw new BackupBroken('passphrase-needed', file)
    const zip = join(folder, 'opened.zip')
    const to = createWriteStream(zip, { mode: 0o600 })
    await pipeline(createReadStream(file), (bytes) => unseal(bytes, passphrase, file), to, { signal })
    return zip
  }

  async function manifestIn(folder: string, found: ReadonlyMap<string, Measured>): Promise<BackupManifest> {
    const text = await readFile(join(folder, manifestPart), 'utf8').catch(() => null)
    if (text === null) throw new BackupBroken('not-a-backup', file, 'it has no manifest')
    const manifest = BackupManifest.parse(JSON.parse(text))
    const named = new Map(manifest.parts.map((part) => [part.name, part]))
    for (const [name, { bytes, sha256 }] of found) {
      if (name === manifestPart) continue
      const wanted = named.get(name)
      if (wanted?.sha256 !== sha256 || wanted.bytes !== bytes) {
        throw new BackupBroken('damaged', file, `${name} is not what the manifest says`)
      }
    }
    const missing = manifest.parts.find(({ name }) => !found.has(name))
    if (missing || !found.has(databasePart)) {
      throw new BackupBroken('damaged', file, `${missing?.name ?? databasePart} is missing`)
    }
    return manifest
  }
}

interface Unzipping {
  readonly zip: string
  readonly folder: string
  readonly lasting: boolean
  readonly tell: Tell
  readonly signal: AbortSignal | undefined
}

/** Every part with what was written of it. */
async function unzip({ zip, folder, lasting, tell, signal }: Unzipping): Promise<ReadonlyMap<string, Measured>> {
  const found = new Map<string, Measured>()
  const { size } = await stat(zip)
  let read = 0
  for await (const entry of openZip(zip)) {
    if (!isPart(entry.name) || found.has(entry.name)) {
      throw new BackupBroken('not-a-backup', zip, 'it holds what belongs to no backup')
    }
    await one(entry)
    read += entry.packedBytes
    tell('unpacking', size === 0 ? 1 : read / size)
  }
  return found

  async function one({ name, stream }: ZipEntry) {
    const file = createWriteStream(join(folder, name), { flags: 'wx', mode: 0o600, flush: lasting })
    await pipeline(await stream(), (source) => measuring(source, (measured) => found.set(name, measured)), file, {
      signal,
    })
  }
}

function differenceOf({ counts, schema }: ReturnType<typeof factsOf>, manifest: BackupManifest): string | null {
  if (schema !== manifest.schema) return `schema ${schema} instead of ${manifest.schema}`
  const tables = new Set([...Object.keys(counts), ...Object.keys(manifest.counts)])
  const wrong = [...tables].find((table) => counts[table] !== manifest.counts[table])
  return wrong === undefined
    ? null
    : `${wrong} has ${counts[wrong] ?? 'no'} rows instead of ${manifest.counts[wrong] ?? 'none'}`
}

async function isSealed(path: string): Promise<boolean> {
  const handle = await open(path)
  try {
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(sealMark.length), position: 0 })
    if (bytesRead === 0) throw new BackupBroken('damaged', path, 'it is empty')
    return buffer.equals(sealMark)
  } finally {
    await handle.close()
  }
}
