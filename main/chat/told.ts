import { z } from 'zod'
import type { Passage } from '#contract/passage'

/**
 * How the prompt of an answer told what stood above it, kept with the answer: the next prompt begins with the same bytes, and
 * a model server reads only what is new. It names passages and does not hold their text: what is gone from the library is
 * not told again.
 */
export const Told = z.object({
  /** Of who is asked and how: another one is told everything anew. */
  key: z.string(),
  /** How many turns above were told. */
  turns: z.number().int().nonnegative(),
  /** How many of them, from the first, without their passages. */
  bare: z.number().int().nonnegative(),
  /** What was given to this answer, in its order, with how much of the text where it was cut. */
  passages: z.array(z.object({ id: z.string(), documentId: z.string(), part: z.number().int().nullable() })),
  /** The words as the model wrote them, where what is kept does not lead back to them. */
  written: z.string().nullable(),
})
export type Told = z.infer<typeof Told>

/** What is known of the turns above a question beyond what the page shows of them. */
export interface Recalled {
  /** By answer. */
  readonly told: ReadonlyMap<string, Told>
  /** Those that are still there, by id. */
  readonly passages: ReadonlyMap<string, Passage>
}

/** Of a conversation that nothing is known of. */
export const nothingRecalled: Recalled = { told: new Map(), passages: new Map() }
