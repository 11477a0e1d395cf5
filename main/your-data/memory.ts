import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { LastExport, LastImport } from '#contract/your-data.contract'
import type { DataFolder } from '../app/data-folder.ts'
import { writeWhole } from '../app/whole-file.ts'

const Memory = z.object({
  /** The export that is being brought in; whoever starts goes on with it. */
  importing: z.string().nullable(),
  /** True at the first start after everything was deleted. */
  erased: z.boolean().default(false),
  lastExport: LastExport.nullable(),
  lastImport: LastImport.nullable(),
})
export type Memory = z.infer<typeof Memory>

/** How exports and imports went, in `your-data.json`; what is being brought in is known after a kill as well. */
export function openMemory({ root }: Pick<DataFolder, 'root'>) {
  const path = join(root, 'your-data.json')
  let present = read()
  return { read: () => present, change }

  async function change(what: Partial<Memory>): Promise<void> {
    present = { ...present, ...what }
    await writeWhole(path, `${JSON.stringify(present, null, 2)}\n`)
  }

  /** What cannot be read is as good as nothing: an import can be made again. */
  function read(): Memory {
    try {
      return Memory.parse(JSON.parse(readFileSync(path, 'utf8')))
    } catch {
      return { importing: null, erased: false, lastExport: null, lastImport: null }
    }
  }
}
