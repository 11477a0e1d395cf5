import { oc } from '@orpc/contract'
import { z } from 'zod'
import { SOURCE_NOT_FOUND } from './sources.contract.ts'

/** Where a rule stands: Alcove's own, the settings, the source, an `.alcoveignore` file, or a person's removal of one file. */
export const RuleOrigin = z.enum(['default', 'settings', 'source', 'file', 'person'])
export type RuleOrigin = z.infer<typeof RuleOrigin>

export const LeftOut = z.object({
  path: z.string(),
  folder: z.boolean(),
  /** The pattern as it is written, or the sentence that says why (`hidden`, `a kind Alcove cannot read`). */
  rule: z.string(),
  origin: RuleOrigin,
  /** The `.alcoveignore` that holds the rule; null for the other origins. */
  file: z.string().nullable(),
})
export type LeftOut = z.infer<typeof LeftOut>

/** Patterns in gitignore syntax, one a line; `!` takes something in again, also what Alcove leaves out by itself. */
export const Patterns = z.string().max(20_000)

const one = z.object({ sourceId: z.string() })

/** What is left out of the library, and why. */
export const rulesContract = {
  /** The patterns that hold for a source: its own, and those for all sources. */
  of: oc
    .route({ method: 'GET', path: '/library/sources/{sourceId}/rules', summary: 'Rules of a source' })
    .input(one)
    .errors({ SOURCE_NOT_FOUND })
    .output(z.object({ source: Patterns, all: Patterns, files: z.array(z.string()) })),
  /** Sets the patterns of a source, or those for all sources; documents that are now left out go to the bin. */
  set: oc
    .route({ method: 'POST', path: '/library/rules', summary: 'Set rules' })
    .input(z.object({ sourceId: z.string().nullable(), patterns: Patterns }))
    .errors({ SOURCE_NOT_FOUND })
    .output(z.object({ queued: z.number().int() })),
  /** What a source would leave out with these patterns, without changing anything: the first `limit`, those that are in the library now first. */
  preview: oc
    .route({ method: 'POST', path: '/library/rules/preview', summary: 'Preview rules' })
    .input(one.extend({ patterns: Patterns, limit: z.number().int().min(1).max(1_000).default(200) }))
    .errors({ SOURCE_NOT_FOUND })
    .output(
      z.object({
        leftOut: z.array(LeftOut.extend({ inLibrary: z.boolean() })),
        /** Files and folders left out in all. */
        total: z.number().int(),
        /** Files that are in the library now and would leave it. */
        leaving: z.number().int(),
        /** Files that would be read and are not in the library now. */
        entering: z.number().int(),
        reading: z.number().int(),
        /** False when the folder is so large that the look ended before it was through. */
        complete: z.boolean(),
      }),
    ),
  /** What a source leaves out at present; `filter` is part of a path. */
  leftOut: oc
    .route({ method: 'POST', path: '/library/left-out', summary: 'List what is left out' })
    .input(
      one.extend({ filter: z.string().max(500).default(''), limit: z.number().int().min(1).max(1_000).default(200) }),
    )
    .errors({ SOURCE_NOT_FOUND })
    .output(z.object({ items: z.array(LeftOut), total: z.number().int(), complete: z.boolean() })),
}
