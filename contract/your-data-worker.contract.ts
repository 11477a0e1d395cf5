import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { YourDataProblem } from './your-data-problem.ts'

/** What an export says of itself: its last part, `alcove.json`. */
export const ExportManifest = z.object({
  format: z.literal('alcove-export'),
  version: z.literal(1),
  madeAt: z.iso.datetime(),
  /** Version of the Alcove that made it. */
  alcove: z.string().max(100),
  /** The newest migration the library had. */
  schema: z.number(),
  /** Whether copies of the person's own files are in it. */
  originals: z.boolean(),
  /** Rows of each part that has rows. */
  counts: z.record(z.string(), z.number().int()),
  parts: z.array(z.object({ name: z.string(), bytes: z.number().int(), sha256: z.string() })),
})
export type ExportManifest = z.infer<typeof ExportManifest>

/** What an import did with the rows of a part. */
export const ImportedPart = z.object({
  part: z.string(),
  added: z.number().int(),
  /** There already, and older than what was imported. */
  updated: z.number().int(),
  /** There already, and left as they are. */
  left: z.number().int(),
})
export type ImportedPart = z.infer<typeof ImportedPart>

export const YourDataStep = z.enum(['writing', 'checking', 'importing'])
export type YourDataStep = z.infer<typeof YourDataStep>

const progress = z.object({ type: z.literal('progress'), step: YourDataStep, done: z.number().min(0).max(1) })
const failed = z.object({ type: z.literal('failed'), problem: YourDataProblem })

export const ExportWorkerEvent = z.discriminatedUnion('type', [
  progress,
  failed,
  z.object({
    type: z.literal('done'),
    bytes: z.number().int(),
    counts: z.record(z.string(), z.number().int()),
    /** Files of the person that were to be in it and could not be read. */
    missing: z.number().int(),
  }),
])
export type ExportWorkerEvent = z.infer<typeof ExportWorkerEvent>

export const ImportWorkerEvent = z.discriminatedUnion('type', [
  progress,
  failed,
  z.object({
    type: z.literal('done'),
    madeAt: z.number(),
    parts: z.array(ImportedPart),
    /** Sources whose files are not on this machine: they are left alone, so that their texts stay. */
    resting: z.number().int(),
  }),
])
export type ImportWorkerEvent = z.infer<typeof ImportWorkerEvent>

export const ExportInput = z.object({
  databasePath: z.string(),
  importsFolder: z.string(),
  /** The file to write. It gets its final name from whoever asked, once it is whole. */
  target: z.string(),
  originals: z.boolean(),
  madeAt: z.iso.datetime(),
  alcove: z.string(),
})
export type ExportInput = z.infer<typeof ExportInput>

export const ImportInput = z.object({ file: z.string(), databasePath: z.string(), importsFolder: z.string() })
export type ImportInput = z.infer<typeof ImportInput>

/** What main asks of the process that writes and reads exports, so that its own loop is never held. */
export const yourDataWorkerContract = {
  /** Writes everything that is not derived into one file, as it is at one moment; it is on the disk when `done` comes. */
  export: oc.input(ExportInput).output(eventIterator(ExportWorkerEvent)),
  /** Compares an export with what it says of itself, then brings it in, some rows at a time; doing it again changes nothing. */
  import: oc.input(ImportInput).output(eventIterator(ImportWorkerEvent)),
  /** How many files of the person a library knows of, and how large they are together. */
  originals: oc
    .input(z.object({ databasePath: z.string(), importsFolder: z.string() }))
    .output(z.object({ files: z.number().int(), bytes: z.number() })),
}
