import { oc } from '@orpc/contract'
import { z } from 'zod'

/** What a model is wanted for: conversations, the small window, or work that nobody waits for. */
export const ModelUse = z.enum(['chat', 'quick', 'background'])
export type ModelUse = z.infer<typeof ModelUse>

/** What a model is asked to write. */
const ModelWork = z.enum(['answer', 'summary', 'title'])
export type ModelWork = z.infer<typeof ModelWork>

/** A request to a model server; never what it said. What a server does not report is null. */
export const ModelRequest = z.object({
  id: z.number().int(),
  /** When it came, in milliseconds since the Unix epoch. */
  at: z.number(),
  /** A provider's id, or `ollama`. */
  server: z.string(),
  model: z.string(),
  /** False where it left this machine. */
  local: z.boolean(),
  use: ModelUse,
  work: ModelWork,
  /** Milliseconds until its turn came. */
  waitedMs: z.number(),
  /** From its turn to the first word or thought; null where none came. */
  firstWordMs: z.number().nullable(),
  /** From its turn to its end. */
  totalMs: z.number(),
  /** Tokens of the prompt that the server read. */
  promptTokens: z.number().int().nullable(),
  answerTokens: z.number().int().nullable(),
  /** What the server says it took to load the model, to read the prompt and to write. */
  loadMs: z.number().nullable(),
  promptMs: z.number().nullable(),
  answerMs: z.number().nullable(),
  outcome: z.enum(['done', 'stopped', 'failed']),
  /** Why it failed, as `ModelStopped` names it. */
  reason: z.string().nullable(),
})
export type ModelRequest = z.infer<typeof ModelRequest>

export const ModelFigures = z.object({
  server: z.string(),
  model: z.string(),
  local: z.boolean(),
  requests: z.number().int(),
  failed: z.number().int(),
  /** Of the requests that got as far as a first word; null where none did. */
  firstWordMs: z.object({ median: z.number(), p95: z.number() }).nullable(),
  /** Written, over the time that writing took; null where no server said how many. */
  tokensPerSecond: z.number().nullable(),
  promptTokens: z.number().int().nullable(),
  answerTokens: z.number().int().nullable(),
})
export type ModelFigures = z.infer<typeof ModelFigures>

/** What is kept of work that nobody waits for, so that no model is asked the same twice. */
export const StoredFigures = z.object({
  responses: z.number().int(),
  bytes: z.number(),
  /** How often one of them was used instead of asking. */
  used: z.number().int(),
})
export type StoredFigures = z.infer<typeof StoredFigures>

/** What may be asked of the requests to model servers. */
export const modelRequestsContract = {
  /** What was asked of each model in the last so many days, the most asked first. */
  figures: oc
    .route({ method: 'GET', path: '/models/requests/figures', summary: 'Sum up the requests to each model' })
    .input(z.object({ days: z.coerce.number().int().min(1).max(90).default(7) }))
    .output(z.object({ models: z.array(ModelFigures), stored: StoredFigures })),
  /** The requests, the newest first. */
  list: oc
    .route({ method: 'GET', path: '/models/requests', summary: 'List the requests to model servers' })
    .input(
      z.object({
        limit: z.coerce.number().int().min(1).max(1_000).default(50),
        before: z.coerce.number().int().optional(),
      }),
    )
    .output(z.array(ModelRequest)),
  /** Forgets what is listed. */
  forget: oc
    .route({ method: 'DELETE', path: '/models/requests', summary: 'Forget the requests to model servers' })
    .output(z.object({ forgotten: z.number().int() })),
}
