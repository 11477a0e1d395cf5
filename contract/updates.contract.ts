import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'

/** Why there is no update, or why one was not taken. */
export const UpdateProblem = z.object({
  reason: z.enum([
    'not-here',
    'no-address',
    'held-back',
    'unreachable',
    'not-signed',
    'other-program',
    'older',
    'seen-newer',
    'nothing-for-this-system',
    'file-differs',
    'disk-full',
    'not-fetched',
    'not-installed',
  ]),
  detail: z.string(),
})
export type UpdateProblem = z.infer<typeof UpdateProblem>

/** A newer Alcove, as its signed notice describes it. */
export const Release = z.object({
  version: z.string(),
  /** Milliseconds since the Unix epoch. */
  releasedAt: z.number(),
  /** What is new, in plain words. */
  notes: z.string(),
  bytes: z.number().int(),
})
export type Release = z.infer<typeof Release>

export const UpdateState = z.object({
  version: z.string(),
  /** The server that is asked; null: this copy is not updated by itself, because of `problem`. */
  host: z.string().nullable(),
  lookedAt: z.number().nullable(),
  newer: Release.nullable(),
  /** It was fetched and is what was signed. */
  fetched: z.boolean(),
  problem: UpdateProblem.nullable(),
})
export type UpdateState = z.infer<typeof UpdateState>

const UPDATE_FAILED = { status: 409, data: z.object({ problem: UpdateProblem }) }

/** What may be asked of updates. Nothing is looked for, fetched or installed unless a person wants it. */
export const updatesContract = {
  /** Which version this is, and which newer one is known. */
  state: oc
    .route({ method: 'GET', path: '/updates', summary: 'Which version this is, and which newer one is known' })
    .output(UpdateState),
  /** Asks the server once whether there is a newer version. */
  look: oc.errors({ UPDATE_FAILED }).output(UpdateState),
  /** Fetches the newer version and proves that it is what was signed; how far it is, from 0 to 1. */
  fetch: oc.errors({ UPDATE_FAILED }).output(eventIterator(z.object({ done: z.number().min(0).max(1) }))),
  /** Ends Alcove, puts the newer version in its place and starts it. */
  install: oc.errors({ UPDATE_FAILED }).output(z.object({ begun: z.boolean() })),
}
