import { oc } from '@orpc/contract'
import { z } from 'zod'
import type { Failure } from './result.ts'

/** How many of the best passages of a search a cross-encoder puts in order. */
export const rerankedPassages = 20

/** Why a cross-encoder gives no scores; the sentence for people is in `reranking.sentences.ts`. */
export const RerankerReason = z.enum([
  'missing',
  /** A sound model that does not judge pairs, or gives more than one number for them. */
  'not-a-reranker',
  /** It found a wrong answer better than a right one. */
  'wrong-order',
  'unsupported',
  'failed',
])
export type RerankerReason = z.infer<typeof RerankerReason>

export const RerankerProblem = z.object({ reason: RerankerReason, message: z.string() })
export type RerankerProblem = z.infer<typeof RerankerProblem>

/** A cross-encoder that was tried out: milliseconds it takes for `rerankedPassages` passages on this machine. */
export const TriedReranker = z.object({ title: z.string(), milliseconds: z.number() })
export type TriedReranker = z.infer<typeof TriedReranker>

export const RerankerFolder = z.object({ folder: z.string().trim().min(1).max(4_096) })
export type RerankerFolder = z.infer<typeof RerankerFolder>

export const RerankingState = RerankerFolder.extend({
  title: z.string(),
  /** What it took when it was tried out. */
  milliseconds: z.number(),
  /** Why it gives no scores now, in words for people; null while it does, and until the first search has shown it. */
  problem: z.string().nullable(),
})
export type RerankingState = z.infer<typeof RerankingState>

export interface RerankerUnusable extends Failure<'RERANKER_UNUSABLE'> {
  readonly problem: RerankerProblem
}

const RERANKER_UNUSABLE = { status: 422, data: z.object({ problem: RerankerProblem }) }

/** The model that puts the best passages of a search in order; there is none until a person gives one. */
export const rerankingContract = {
  /** The cross-encoder in use; null while there is none. */
  state: oc
    .route({ method: 'GET', path: '/models/reranking', summary: 'The model that orders the best passages' })
    .output(RerankingState.nullable()),
  /** Opens the model in a folder, has it tell a right answer from a wrong one, and measures it. Keeps nothing. */
  tryOut: oc
    .route({ method: 'POST', path: '/models/reranking/try', summary: 'Try a cross-encoder, and what it costs' })
    .input(RerankerFolder)
    .errors({ RERANKER_UNUSABLE })
    .output(TriedReranker),
  /** Tries the model in a folder out and has it order the best passages from the next search on. */
  use: oc
    .route({ method: 'POST', path: '/models/reranking', summary: 'Order the best passages by a cross-encoder' })
    .input(RerankerFolder)
    .errors({ RERANKER_UNUSABLE })
    .output(RerankingState),
  /** Searches without a cross-encoder from now on. */
  turnOff: oc
    .route({ method: 'DELETE', path: '/models/reranking', summary: 'Search without a cross-encoder' })
    .output(z.object({ off: z.literal(true) })),
}
