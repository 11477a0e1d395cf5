import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

export type Snapshots = ReturnType<typeof createSnapshots>

/** Remembers what a watched folder looked like, so that changes made while nobody watched are known at once. Nothing depends on it: a scan finds the same. Null: nothing is remembered. */
export function createSnapshots(folder: string | null) {
  return { write, changesSince, keepOnly }

  /** Replaces the snapshot of a source; a snapshot that was cut off never stands under its name. */
  async function write({ id, path, ignore }: WatchedFolder): Promise<void> {
    if (folder === null) return
    const { writeSnapshot } = await import('@parcel/watcher')
    const place = join(folder, id)
    const unfinished = `${place}.unfinished`
    await mkdir(folder, { recursive: true })
    await writeSnapshot(path, unfinished, { ignore: [...ignore] })
    await rename(unfinished, place)
  }

  /** Paths that appeared, changed or vanished since the snapshot; none when there is no snapshot. */
  async function changesSince({ id, path, ignore }: WatchedFolder): Promise<readonly string[]> {
    if (folder === null) return []
    const place = join(folder, id)
    if (!(await stat(place).catch(() => null))) return []
    const { getEventsSince } = await import('@parcel/watcher')
    const events = await getEventsSince(path, place, { ignore: [...ignore] })
    return events.map((event) => event.path)
  }

  /** Deletes snapshots of sources that are no longer watched. */
  async function keepOnly(sourceIds: ReadonlySet<string>): Promise<void> {
    if (folder === null) return
    const names = await readdir(folder).catch(() => [])
    await Promise.all(
      names.filter((name) => !sourceIds.has(name)).map((name) => rm(join(folder, name), { force: true })),
    )
  }
}

export interface WatchedFolder {
  readonly id: string
  readonly path: string
  /** What is not watched; the same for the snapshot and the question about it. */
  readonly ignore: readonly string[]
}
