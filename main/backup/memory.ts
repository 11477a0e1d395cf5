import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { BackupCheck, BackupDrill, BackupState, InPlaceRestore } from '#contract/backup.contract'
import { writeWhole } from '../app/whole-file.ts'

const Memory = z.object({
  /** What is known of each backup; `sha256` is that of the whole file as it was written. */
  known: z.record(
    z.string(),
    z.object({
      state: BackupCheck,
      at: z.number(),
      sha256: z.string().nullable(),
      /** When it was whole for the last time; null: it never was. */
      verifiedAt: z.number().nullable(),
    }),
  ),
  lastGoodAt: z.number().nullable(),
  lastBackup: BackupState.shape.lastBackup,
  lastGoodDrillAt: z.number().nullable(),
  lastDrill: BackupDrill.nullable(),
  lastRestore: InPlaceRestore.nullable(),
})
export type Memory = z.infer<typeof Memory>

const nothing: Memory = {
  known: {},
  lastGoodAt: null,
  lastBackup: null,
  lastGoodDrillAt: null,
  lastDrill: null,
  lastRestore: null,
}

/** How backups went, in `state.json` beside the library file: a library that is restored does not forget it. */
export function openMemory(folder: string) {
  const path = join(folder, 'state.json')
  let present: Memory | null = null
  return { read, change }

  /** What cannot be read is as good as nothing: backups are looked at again, and made again. */
  async function read(): Promise<Memory> {
    present ??= await parsed()
    return present
  }

  async function change(how: (before: Memory) => Partial<Memory>): Promise<Memory> {
    const before = await read()
    present = { ...before, ...how(before) }
    await writeWhole(path, `${JSON.stringify(present, null, 2)}\n`)
    return present
  }

  async function parsed(): Promise<Memory> {
    const text = await readFile(path, 'utf8').catch(() => null)
    if (text === null) return nothing
    try {
      return Memory.parse(JSON.parse(text))
    } catch {
      return nothing
    }
  }
}
export type MemoryStore = ReturnType<typeof openMemory>
