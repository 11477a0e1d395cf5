import { oc } from '@orpc/contract'
import { z } from 'zod'

export const FileCheck = z.object({
  /** What is wrong, in the words of SQLite: pages, tables and indexes by their names; empty when all is well. */
  problems: z.array(z.string()),
  /** True when full text and documents say the same; null where that was not looked at. */
  fullText: z.boolean().nullable(),
  milliseconds: z.number(),
})
export type FileCheck = z.infer<typeof FileCheck>

/** What main may ask of the library process about the library file itself. */
export const fileCheckContract = {
  /** Looks at every page of the file (`quick`), or also at every index and at the full text (`whole`). */
  checkFile: oc.input(z.object({ depth: z.enum(['quick', 'whole']) })).output(FileCheck),
  /** How many rows each table has. */
  countRows: oc.output(z.record(z.string(), z.number().int())),
  /** Makes the full text anew from the documents. */
  repairFullText: oc.output(FileCheck),
}
