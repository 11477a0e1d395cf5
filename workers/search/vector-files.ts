import { createHash } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { LibraryKey } from '#database/library-key'
import { openIndexFile, sealIndexFile } from './sealed-index.ts'

const Manifest = z.object({
  version: z.literal(1),
  engine: z.string(),
  model: z.string(),
  dimensions: z.number().int(),
  count: z.number().int(),
  /** Names of the two files in the same folder and what they must hold. */
  index: z.object({ name: z.string().regex(/^[\w.-]+$/), sha256: z.string() }),
  keys: z.object({ name: z.string().regex(/^[\w.-]+$/), sha256: z.string() }),
  /** Whether the file of the index is sealed under the key of the library. */
  sealed: z.boolean().default(false),
  /** With how many candidates a search is made, and what it then finds of the ten nearest; absent where it was not measured. */
  expansion: z.number().int().min(1).max(65_536).optional(),
  recall: z.number().min(0).max(1).optional(),
})
type Manifest = z.infer<typeof Manifest>

export type IndexIdentity = Pick<Manifest, 'engine' | 'model' | 'dimensions'>

export interface BuiltIndex {
  readonly path: string
  readonly keys: Float64Array
  readonly expansion?: number | undefined
  readonly recall?: number | undefined
}

/** A saved index whose files are as they were written. */
export interface SavedIndex extends BuiltIndex {
  /** To be called once the engine has opened the file: what was sealed does not stay open under a name. */
  release(): Promise<void>
}

const manifestName = 'vectors.json'

/** Where the index of a model lies: models never share a folder, so one can be built while another answers. */
export function indexFolderOf(root: string, model: string): string {
  return join(root, `${folderPrefix}${createHash('sha256').update(model).digest('hex').slice(0, 16)}`)
}

const folderPrefix = 'model-'

/** Moves an index of the time when there was one for all models into the folder of its model. */
export async function adoptIndex(root: string): Promise<void> {
  const manifest = await readManifest(root)
  if (!manifest) return removeLeftovers(root)
  const folder = indexFolderOf(root, manifest.model)
  await mkdir(folder, { recursive: true })
  // The manifest last: without it the rest counts for nothing, and the index is built anew.
  for (const name of [manifest.index.name, manifest.keys.name, manifestName]) {
    await rename(join(root, name), join(folder, name)).catch(() => null)
  }
  await removeLeftovers(root)
}

/** Removes the indexes of models that have no vectors any more, except the one that is in use. */
export async function removeOtherIndexes(root: string, isWanted: (model: string) => boolean): Promise<boolean> {
  let removed = false
  for (const name of await readdir(root).catch(() => [])) {
    const manifest = name.startsWith(folderPrefix) ? await readManifest(join(root, name)) : null
    if (!manifest || isWanted(manifest.model)) continue
    await rm(join(root, name), { recursive: true, force: true }).catch(() => null)
    removed = true
  }
  return removed
}

/** The saved index of this engine and model, or null where there is none, or not one that can be trusted. */
export async function findSavedIndex(
  folder: string,
  identity: IndexIdentity,
  key: LibraryKey | null = null,
): Promise<SavedIndex | null> {
  const manifest = await intactManifest(folder, identity, key)
  if (!manifest) return null
  const bytes = await readFile(join(folder, manifest.keys.name))
  const keys = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
  const { expansion, recall } = manifest
  if (keys.length !== manifest.count) return null
  const opened = await openIndexFile(join(folder, manifest.index.name), manifest.sealed ? key : null)
  return opened && { ...opened, keys, expansion, recall }
}

/** Whether `findSavedIndex` finds one. */
export async function hasSavedIndex(folder: string, identity: IndexIdentity, key: LibraryKey | null): Promise<boolean> {
  return (await intactManifest(folder, identity, key)) !== null
}

/** The manifest of an index that is of this engine and model, under this key, and whose files are as they were written. */
async function intactManifest(
  folder: string,
  { engine, model, dimensions }: IndexIdentity,
  key: LibraryKey | null,
): Promise<Manifest | null> {
  const manifest = await readManifest(folder)
  if (manifest?.engine !== engine || manifest.model !== model || manifest.dimensions !== dimensions) return null
  if (manifest.sealed !== (key !== null)) return null
  const { index, keys } = manifest
  const isIntact =
    (await hashOf(join(folder, index.name))) === index.sha256 && (await hashOf(join(folder, keys.name))) === keys.sha256
  return isIntact ? manifest : null
}

/** Puts a finished index in the place of the one before: a reader sees the old one or the new one, never half of either. */
export async function publishIndex(
  folder: string,
  identity: IndexIdentity,
  built: BuiltIndex,
  key: LibraryKey | null = null,
): Promise<void> {
  const keysPath = `${built.path}.keys`
  await writeWhole(keysPath, new Uint8Array(built.keys.buffer, built.keys.byteOffset, built.keys.byteLength))
  const path = key ? await sealIndexFile(built.path, key) : built.path
  await flush(path)
  const nameOf = (path: string) => path.slice(folder.length + 1)
  const manifest: Manifest = {
    version: 1,
    ...identity,
    count: built.keys.length,
    index: { name: nameOf(path), sha256: (await hashOf(path)) ?? '' },
    keys: { name: nameOf(keysPath), sha256: (await hashOf(keysPath)) ?? '' },
    sealed: key !== null,
    expansion: built.expansion,
    recall: built.recall,
  }
  const draft = join(folder, `${manifestName}.new`)
  await writeWhole(draft, new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`))
  await rename(draft, join(folder, manifestName))
}

/** Where the next index is built; a name that was never used, because the present file stays mapped. */
export async function nextIndexPath(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true })
  return join(folder, `vectors-${Date.now().toString(36)}-${process.pid}.index`)
}

/** Removes what an earlier index or an interrupted build left behind. */
export async function removeLeftovers(folder: string): Promise<void> {
  const manifest = await readManifest(folder)
  const kept = new Set([manifestName, manifest?.index.name, manifest?.keys.name])
  for (const name of await readdir(folder).catch(() => [])) {
    // A file that another process still has mapped cannot be removed on Windows; the next start removes it.
    if (name.startsWith('vectors') && !kept.has(name)) await rm(join(folder, name), { force: true }).catch(() => null)
  }
}

async function readManifest(folder: string): Promise<Manifest | null> {
  const text = await readFile(join(folder, manifestName), 'utf8').catch(() => null)
  if (text === null) return null
  try {
    return Manifest.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

async function hashOf(path: string): Promise<string | null> {
  const hash = createHash('sha256')
  // One buffer for the whole file: a new one for each piece costs more than the hash.
  const buffer = Buffer.allocUnsafe(1 << 20)
  try {
    await using file = await open(path)
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length)
      if (bytesRead === 0) return hash.digest('hex')
      hash.update(buffer.subarray(0, bytesRead))
    }
  } catch {
    return null
  }
}

async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'w')
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function flush(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}
