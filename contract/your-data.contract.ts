import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { YourDataProblem } from './your-data-problem.ts'
import { ImportedPart, YourDataStep } from './your-data-worker.contract.ts'

export const YourDataWork = z.object({ what: z.enum(['export', 'import']), step: YourDataStep, done: z.number() })
export type YourDataWork = z.infer<typeof YourDataWork>

const Outcome = z.object({ at: z.number(), file: z.string(), problem: YourDataProblem.nullable() })

export const LastImport = Outcome.extend({
  parts: z.array(ImportedPart),
  /** Sources whose files are not on this machine: they are left alone until a person says otherwise. */
  resting: z.number().int(),
})
export type LastImport = z.infer<typeof LastImport>

export const LastExport = Outcome.extend({ bytes: z.number() })
export type LastExport = z.infer<typeof LastExport>

export const YourDataState = z.object({
  working: YourDataWork.nullable(),
  lastExport: LastExport.nullable(),
  lastImport: LastImport.nullable(),
  /** Since when nothing is deleted by its age, because the clock has leapt; null while it is believed. */
  clockDoubtedSince: z.number().nullable(),
})
export type YourDataState = z.infer<typeof YourDataState>

/** What *Delete everything* would delete. */
export const ErasePreview = z.object({
  dataFolder: z.string(),
  documents: z.number().int(),
  conversations: z.number().int(),
  /** Of everything but models. */
  bytes: z.number(),
  modelBytes: z.number(),
  /** Where backups are kept; null while none are planned. */
  backups: z.string().nullable(),
})
export type ErasePreview = z.infer<typeof ErasePreview>

/** What has to be typed before everything is deleted. */
export const eraseWord = 'delete everything'

const Path = z.string().min(1).max(4_096)
const errors = { YOUR_DATA_FAILED: { status: 422, data: z.object({ problem: YourDataProblem }) } }

/** Taking everything along, bringing it in, and deleting it. */
export const yourDataContract = {
  /** What is being done, and how it went last. */
  state: oc
    .route({ method: 'GET', path: '/your-data', summary: 'What is being exported or imported, and how it went' })
    .output(YourDataState),
  /** The state now and after each change. */
  changes: oc.output(eventIterator(YourDataState)),
  /** How many files of the person an export with originals would copy, and how large they are together. */
  originals: oc.output(z.object({ files: z.number().int(), bytes: z.number() })),
  /** Writes everything that is not derived into one file: the one named, or a new one in the folder named. */
  export: oc
    .route({ method: 'POST', path: '/your-data/export', summary: 'Export everything' })
    .input(z.object({ to: Path, originals: z.boolean().default(false) }))
    .errors(errors)
    .output(
      z.object({
        file: z.string(),
        bytes: z.number().int(),
        counts: z.record(z.string(), z.number().int()),
        missing: z.number().int(),
      }),
    ),
  /** Brings an export in; what is here stays, unless the export knows a later change of it. Alcove starts again after it, where it can. */
  import: oc
    .route({ method: 'POST', path: '/your-data/import', summary: 'Import an export' })
    .input(z.object({ file: Path }))
    .errors(errors)
    .output(LastImport.omit({ problem: true, at: true }).extend({ restarts: z.boolean() })),
  /** Ends the export or import that is at work. What an import brought in stays; it can be made again. */
  stop: oc.output(z.object({ stopped: z.boolean() })),
  /** What would be deleted. */
  erasePreview: oc.output(ErasePreview),
  /** Deletes everything, and starts anew. `restarts`: by itself; otherwise the next start finishes it. */
  erase: oc
    .input(z.object({ word: z.string().max(100), models: z.boolean(), backups: z.boolean() }))
    .errors(errors)
    .output(z.object({ restarts: z.boolean() })),
}
