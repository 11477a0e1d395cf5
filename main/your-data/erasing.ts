import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { DataFolder } from '../app/data-folder.ts'
import { syncFolder, writeWhole } from '../app/whole-file.ts'
import { openMemory } from './memory.ts'

const Erasing = z.object({
  at: z.number(),
  /** Whether models that the person put there go as well. */
  models: z.boolean(),
})
type Erasing = z.infer<typeof Erasing>

/** Held by whoever erases: they tell other processes that the folder is taken. */
const heldMeanwhile = /^lock\.(sqlite|json)/
/** The browser part of the desktop app has these open; it empties them by itself. */
const ofBrowser = 'chromium'

/** Says that everything is to be deleted: from now on every start finishes that before it opens anything. */
export async function announceErasing(folder: DataFolder, wanted: Erasing): Promise<void> {
  await writeWhole(markOf(folder), `${JSON.stringify(wanted)}\n`)
}

/**
 * Deletes everything in a data folder when that was announced; each file can be deleted again, and the mark goes last, so that a
 * kill at any moment is no matter. Only for the process that has the lock. True when something was deleted.
 */
export async function finishErasing(folder: DataFolder): Promise<boolean> {
  const mark = markOf(folder)
  if (!existsSync(mark)) return false
  const { models } = read(mark)
  const kept = [mark, ...(models ? [] : [folder.models])]
  for (const name of readdirSync(folder.root)) {
    const path = join(folder.root, name)
    if (kept.includes(path) || heldMeanwhile.test(name)) continue
    try {
      rmSync(path, { recursive: true, force: true, maxRetries: 5 })
    } catch (error) {
      if (name !== ofBrowser) throw error
    }
  }
  await openMemory(folder).change({ erased: true })
  rmSync(mark, { force: true })
  await syncFolder(folder.root)
  for (const inner of [folder.index, folder.backups, folder.imports, folder.logs]) {
    mkdirSync(inner, { recursive: true, mode: 0o700 })
  }
  return true
}

/** A mark that cannot be read was made by us all the same: models, which cost time to get again, stay. */
function read(mark: string): Erasing {
  try {
    return Erasing.parse(JSON.parse(readFileSync(mark, 'utf8')))
  } catch {
    return { at: 0, models: false }
  }
}

function markOf({ root }: DataFolder): string {
  return join(root, 'erasing.json')
}
