import { lstat, opendir } from 'node:fs/promises'
import { join } from 'node:path'
import type { ErasePreview } from '#contract/your-data.contract'
import type { DataFolder } from '../app/data-folder.ts'

/** What *Delete everything* would delete, with what it takes on the disk. */
export async function previewOf(
  folder: DataFolder,
  counted: Pick<ErasePreview, 'documents' | 'conversations' | 'backups'>,
): Promise<ErasePreview> {
  const [all, modelBytes] = await Promise.all([bytesIn(folder.root), bytesIn(folder.models)])
  return { ...counted, dataFolder: folder.root, bytes: Math.max(0, all - modelBytes), modelBytes }
}

async function bytesIn(folder: string): Promise<number> {
  const found = await opendir(folder).catch(() => null)
  if (!found) return 0
  let bytes = 0
  for await (const entry of found) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) bytes += await bytesIn(path)
    else bytes += (await lstat(path).catch(() => null))?.size ?? 0
  }
  return bytes
}
