import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Writes a small file so that whoever reads it finds the whole of it or what was there before, also after a power cut. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const unfinished = `${path}.unfinished`
  try {
    const file = await open(unfinished, 'w', 0o600)
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(unfinished, path)
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => {})
    throw error
  }
  await syncFolder(dirname(path))
}

/** Makes sure that the names in a folder outlive a power cut, where the system can do that. */
export async function syncFolder(path: string): Promise<void> {
  // Windows opens no folders, and some network drives sync none: the names are kept all the same, only later.
  const folder = await open(path, 'r').catch(() => null)
  await folder?.sync().catch(() => {})
  await folder?.close()
}
