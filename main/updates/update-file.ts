import { createHash } from 'node:crypto'
import { open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ReleaseFile } from '../app/updater.ts'

/** What came is not what was signed. */
export class FileDiffers extends Error {
  override readonly name = 'FileDiffers'
}

export interface Arriving {
  readonly folder: string
  readonly file: ReleaseFile
  readonly body: AsyncIterable<Uint8Array>
  readonly onProgress?: (done: number) => void
}

/**
 * Writes what arrives beside, under a name that nothing opens; it gets its own when size and SHA-512 are those that were
 * signed. More than was signed is not written.
 */
export async function keepUpdate({ folder, file, body, onProgress }: Arriving): Promise<string> {
  const path = join(folder, file.name)
  const unproved = `${path}.unproved`
  const hash = createHash('sha512')
  let got = 0
  // Not even by accident may it be run before it is proved.
  const handle = await open(unproved, 'w', 0o600)
  try {
    for await (const chunk of body) {
      got += chunk.byteLength
      if (got > file.bytes) throw new FileDiffers(`it is longer than ${file.bytes} bytes`)
      hash.update(chunk)
      await handle.write(chunk)
      onProgress?.(got / file.bytes)
    }
    await handle.sync()
    if (got !== file.bytes) throw new FileDiffers(`it has ${got} bytes and not ${file.bytes}`)
    if (hash.digest('base64') !== file.sha512) throw new FileDiffers('its SHA-512 is another one')
  } catch (error) {
    await handle.close()
    await rm(unproved, { force: true })
    throw error
  }
  await handle.close()
  await rename(unproved, path)
  return path
}

/** Whether the file is still what was signed: looked at again right before it is handed on. */
export async function isUpdate(path: string, { bytes, sha512 }: ReleaseFile): Promise<boolean> {
  const handle = await open(path, 'r')
  try {
    if ((await handle.stat()).size !== bytes) return false
    const hash = createHash('sha512')
    for await (const chunk of handle.createReadStream({ autoClose: false })) hash.update(chunk)
    return hash.digest('base64') === sha512
  } finally {
    await handle.close()
  }
}

/** Takes away what earlier updates left. */
export async function clearUpdates(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name !== 'seen.json') await rm(join(folder, name), { recursive: true, force: true })
  }
}
