import { z } from 'zod'

/** What was found of one table, and what was not. */
export const SalvagedTable = z.object({
  table: z.string(),
  found: z.number().int(),
  lost: z.number().int(),
  /** True when nothing says how many rows there were: `lost` is what is known at least. */
  atLeast: z.boolean(),
  /** Rows that are there with something in them that cannot be what was written. */
  changed: z.number().int(),
})
export type SalvagedTable = z.infer<typeof SalvagedTable>

/** What a salvage found in a damaged library, and what it did not. */
export const SalvageReport = z.object({
  madeAt: z.number(),
  /** What was wrong with the file, in the words of SQLite. */
  damage: z.array(z.string()),
  /** Whether the write-ahead log was taken up; `left-out` when the file is whole only without it. */
  log: z.enum(['none', 'taken-up', 'left-out']),
  tables: z.array(SalvagedTable),
  /** Documents of which something is missing; those that have a file are read again from it. */
  documents: z.array(z.object({ title: z.string(), path: z.string() })),
  /** Conversations of which something is missing, or whose title was lost. */
  conversations: z.array(z.object({ id: z.string(), title: z.string() })),
  /** Other rows that were lost, with what an index still knows of them. */
  others: z.array(z.object({ table: z.string(), known: z.record(z.string(), z.string()) })),
})
export type SalvageReport = z.infer<typeof SalvageReport>

export const SalvageInput = z.object({
  /** The damaged library; only read. Its log is looked for beside it. */
  databasePath: z.string(),
  /** A folder that is not there yet: the salvaged library is put into it as `alcove.sqlite`, with `report.json`. */
  into: z.string(),
  /** A folder for copies on the way; emptied before and after. */
  scratch: z.string(),
})
export type SalvageInput = z.infer<typeof SalvageInput>

export const SalvageEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), table: z.string(), done: z.number().min(0).max(1) }),
  z.object({ type: z.literal('done'), report: SalvageReport }),
  /** Not even the list of tables can be read. */
  z.object({ type: z.literal('hopeless'), detail: z.string() }),
])
export type SalvageEvent = z.infer<typeof SalvageEvent>
