import { randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import type { LibraryKey } from '#database/library-key'
import { openBytes, SealBroken, sealBytes } from '#database/sealed-file'

/** Seals the file of an index that was just built and removes the open one; returns where the sealed one is. */
export async function sealIndexFile(path: string, key: LibraryKey): Promise<string> {
  const sealed = `${path}.sealed`
  await pipeline(createReadStream(path), (bytes) => sealBytes(bytes, key), createWriteStream(sealed, { mode: 0o600 }))
  await rm(path)
  return sealed
}

/**
 * The file of an index as an engine can open it; null where it is sealed under another key. Engines open files by their
 * names only, so a sealed one has an open twin until `release`, which on Windows lasts until the next start.
 */
export async function openIndexFile(path: string, key: LibraryKey | null) {
  if (!key) return { path, release: async () => {} }
  const twin = path.replace(/\.index\.sealed$/, `-open-${randomBytes(4).toString('hex')}.index`)
  const release = () => rm(twin, { force: true }).catch(() => {})
  try {
    const to = createWriteStream(twin, { flags: 'wx', mode: 0o600 })
    await pipeline(createReadStream(path), (bytes) => openBytes(bytes, key), to)
    return { path: twin, release }
  } catch (error) {
    await release()
    if (error instanceof SealBroken) return null
    throw error
  }
}
