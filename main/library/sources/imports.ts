import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type SealedFolder, sealBytes } from '#database/sealed-file'

/** Writes a file of Alcove's own so that after a crash it is there whole or not at all; sealed where the folder is. */
export async function writeImport(
  { folder, sealed }: { readonly folder: string; readonly sealed: SealedFolder | null },
  name: string,
  bytes: Uint8Array | string,
): Promise<string> {
  const path = join(folder, name)
  const unfinished = `${path}.tmp`
  await mkdir(folder, { recursive: true })
  try {
    const file = await open(unfinished, 'wx')
    try {
      await file.writeFile(sealed ? sealBytes(wholly(bytes), sealed.key) : bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(unfinished, path)
    await syncFolder(dirname(path))
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
  return path
}

async function* wholly(bytes: Uint8Array | string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(bytes)
}

/** The rename itself reaches the disk with its folder; Windows has no such call and needs none. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
