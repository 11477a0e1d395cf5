import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Deletes the files of a folder that nobody wrote since a time, but never the newest; returns how many. */
export async function deleteOldFiles(folder: string, before: number): Promise<number> {
  const names = await readdir(folder).catch(() => [])
  const files = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name)
      const found = await stat(path).catch(() => null)
      return found?.isFile() ? [{ path, at: found.mtimeMs }] : []
    }),
  )
  const old = files
    .flat()
    .toSorted((a, b) => b.at - a.at)
    .slice(1)
    .filter(({ at }) => at < before)
  for (const { path } of old) await rm(path, { force: true })
  return old.length
}
