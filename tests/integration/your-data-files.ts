import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import yauzl from 'yauzl'
import { ZipFile } from 'yazl'
import type { LibraryKey } from '#database/library-key'
import type { DataFolder } from '../../main/app/data-folder.ts'
import { importExport } from '../../workers/your-data/import-export.ts'
import { writeExport } from '../../workers/your-data/write-export.ts'

/** Exports a library that nobody has open, and gives its file. */
export async function exportOf(
  folder: DataFolder,
  name: string,
  { originals = false, key = null }: { originals?: boolean; key?: LibraryKey | null } = {},
): Promise<string> {
  const target = join(folder.root, '..', name)
  await writeExport(
    {
      databasePath: folder.database,
      importsFolder: folder.imports,
      target,
      originals,
      madeAt: '2027-01-02T03:04:05.000Z',
      alcove: '0.0.0',
    },
    { key, tell: () => {} },
  )
  return target
}

/** Imports a file into a library that nobody has open. */
export function importInto(folder: DataFolder, file: string, key: LibraryKey | null = null) {
  return importExport({ file, databasePath: folder.database, importsFolder: folder.imports }, { key, tell: () => {} })
}

/** The parts of an archive, as text. */
export async function partsOf(file: string): Promise<Map<string, string>> {
  const zip = await yauzl.openPromise(file, { lazyEntries: true, autoClose: false })
  const parts = new Map<string, string>()
  for await (const entry of zip.eachEntry()) {
    const pieces: Uint8Array[] = []
    for await (const piece of await zip.openReadStreamPromise(entry)) pieces.push(piece)
    parts.set(entry.fileName, Buffer.concat(pieces).toString('utf8'))
  }
  zip.close()
  return parts
}

/** Writes an archive of parts, with a manifest that is right for them unless another is given. */
export async function writeArchive(file: string, parts: ReadonlyMap<string, string>): Promise<string> {
  const zip = new ZipFile()
  // Names that no good archive has are written in place of others, as long as they are.
  const evil = new Map(
    [...parts.keys()]
      .filter((name) => /\.\.|^\/|\\/.test(name))
      .map((name, n) => [name, `${n}${'q'.repeat(Buffer.byteLength(name) - 1)}`]),
  )
  for (const [name, text] of parts) zip.addBuffer(Buffer.from(text), evil.get(name) ?? name, { compressionLevel: 1 })
  zip.end()
  await pipeline(zip.outputStream as Readable, createWriteStream(file))
  if (evil.size === 0) return file
  let bytes = await readFile(file, 'latin1')
  for (const [name, inPlace] of evil) bytes = bytes.replaceAll(inPlace, Buffer.from(name).toString('latin1'))
  await writeFile(file, bytes, 'latin1')
  return file
}

/** The same parts, some of them changed, with hashes that are right for them. */
export function changedParts(parts: ReadonlyMap<string, string>, changes: Readonly<Record<string, string | null>>) {
  const changed = new Map(parts)
  for (const [name, text] of Object.entries(changes)) {
    if (text === null) changed.delete(name)
    else changed.set(name, text)
  }
  const manifest = JSON.parse(parts.get('alcove.json') ?? '{}')
  manifest.parts = [...changed]
    .filter(([name]) => name !== 'alcove.json')
    .map(([name, text]) => ({
      name,
      bytes: Buffer.byteLength(text),
      sha256: createHash('sha256').update(text).digest('hex'),
    }))
  if (changes['alcove.json'] === undefined) changed.set('alcove.json', JSON.stringify(manifest))
  return changed
}
