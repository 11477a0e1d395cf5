import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { EmbedderPlace, EmbedderProblem, EmbedderSpec } from './embedding-models.contract.ts'

/** What main may ask of the library process, the only writer of vectors, about embedding models. */
export const embeddingWork = {
  /** Writes the vectors a model lacks until none is missing or the stream is closed; announces after each written group. */
  embed: oc
    // Absent: the model that ships with Alcove.
    .input(z.object({ model: EmbedderSpec.optional() }).optional())
    .output(
      eventIterator(
        z.object({
          written: z.number().int(),
          waiting: z.number().int(),
          documentsReady: z.number().int(),
          /** Why the model gives no vectors; the stream ends with it. */
          problem: EmbedderProblem.optional(),
        }),
      ),
    ),
  /** Embeds a few texts with a model the library does not know yet: passages, or sentences of our own where texts would leave. */
  tryModel: oc.input(z.object({ model: EmbedderPlace, sample: z.enum(['passages', 'sentences']) })).output(
    z.discriminatedUnion('usable', [
      z.object({
        usable: z.literal(true),
        id: z.string(),
        title: z.string(),
        dimensions: z.number().int(),
        passagesPerSecond: z.number(),
      }),
      z.object({ usable: z.literal(false), problem: EmbedderProblem }),
    ]),
  ),
  /** How many passages there are, and how many vectors of each model. */
  vectorCounts: oc.output(
    z.object({
      passages: z.number().int(),
      models: z.array(z.object({ id: z.string(), vectors: z.number().int() })),
    }),
  ),
  /** Deletes all vectors of a model that does not serve; returns how many there were. */
  forgetVectors: oc.input(z.object({ id: z.string() })).output(z.object({ vectors: z.number().int() })),
  /** Whether the process can read files and which embedding model it runs. */
  health: oc.output(
    z.object({
      embedder: z.object({ id: z.string(), state: z.enum(['idle', 'ready', 'failed']), detail: z.string() }),
    }),
  ),
}
