import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { DataFolder } from '../app/data-folder.ts'
import { writeWhole } from '../app/whole-file.ts'

/** How far a restore in place is. In each phase every move can be made again, so that a kill at any moment is no matter. */
const Waiting = z.object({
  phase: z.enum(['ready', 'aside', 'install', 'back']),
  /** A backup takes the place of library and copies of texts; a library that was salvaged, or a copy of one, that of the library file alone. */
  kind: z.enum(['backup', 'library-file']).default('backup'),
  /** The backup, as a person knows it. */
  name: z.string(),
  at: z.number(),
  /** The folder that takes the present state in. */
  aside: z.string().regex(/^[\dTZ-]+$/),
  /** What was there when the first thing was moved. */
  had: z.array(z.string()),
})
export type Waiting = z.infer<typeof Waiting>

/** Where a restore in place gets things ready, says how far it is, and keeps what was there before. */
export function placesOf({ root }: DataFolder) {
  const restoring = join(root, 'restoring')
  return {
    restoring,
    ready: join(restoring, 'ready.json'),
    before: join(root, 'before-restore'),
    damaged: join(root, 'damaged'),
  }
}

type Announced = Pick<Waiting, 'name' | 'at'> & Partial<Pick<Waiting, 'kind'>>

/** Says that what lies ready is whole, and takes the place of the present state at the next start. */
export async function announceRestore(folder: DataFolder, { name, at, kind = 'backup' }: Announced): Promise<string> {
  const before = keptIn(folder, kind)
  const time = new Date(at)
    .toISOString()
    .replace(/:|\.\d+/g, '-')
    .replace('-Z', 'Z')
  let aside = time
  for (let n = 2; existsSync(join(before, aside)); n += 1) aside = `${time}-${n}`
  await keepWaiting(folder, { phase: 'ready', kind, name, at, aside, had: [] })
  return join(before, aside)
}

/** The folder that keeps what was there before. */
export function keptIn(folder: DataFolder, kind: Waiting['kind']): string {
  const { before, damaged } = placesOf(folder)
  return kind === 'backup' ? before : damaged
}

/** Keeps how far a restore in place is. */
export async function keepWaiting(folder: DataFolder, waiting: Waiting): Promise<void> {
  await writeWhole(placesOf(folder).ready, `${JSON.stringify(waiting, null, 2)}\n`)
}

/** The restore that waits for a start; null when there is none. */
export function readWaiting(folder: DataFolder): Waiting | null {
  const { ready } = placesOf(folder)
  if (!existsSync(ready)) return null
  return Waiting.parse(JSON.parse(readFileSync(ready, 'utf8')))
}
