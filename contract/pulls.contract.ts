import { oc } from '@orpc/contract'
import { z } from 'zod'

/** A model on its way onto the machine of an Ollama server. */
export const Pull = z.object({
  name: z.string(),
  state: z.enum(['pulling', 'waiting', 'stopped', 'failed', 'done']),
  /** As Ollama says it. */
  step: z.string(),
  /** Bytes; null before they are known. */
  total: z.number().nullable(),
  completed: z.number(),
  /** Null until it can be told. */
  bytesPerSecond: z.number().nullable(),
  /** What went wrong, for people, with what to do next; null while all is well. */
  problem: z.string().nullable(),
})
export type Pull = z.infer<typeof Pull>

const named = z.object({ name: z.string().trim().min(1).max(200) })

/** What may be asked of models that come and go. Fetching them is Ollama's work: Alcove itself asks nobody else. */
export const pullsContract = {
  /** Those on their way, and those that ended since the start. */
  list: oc
    .route({ method: 'GET', path: '/models/pulls', summary: 'List the models on their way' })
    .output(z.array(Pull)),
  /** Fetches a model, or goes on with one that was stopped or broke off; what is there already is not fetched again. */
  start: oc
    .route({ method: 'POST', path: '/models/pulls', summary: 'Fetch a model with Ollama' })
    .input(named)
    .output(Pull),
  /** Stops fetching; what came so far is kept by Ollama. */
  stop: oc.input(named).output(z.object({ stopped: z.boolean() })),
  /** Takes one that is over off the list. */
  dismiss: oc.input(named).output(z.object({ dismissed: z.boolean() })),
  /** Deletes a model from the Ollama server; false where there was none. */
  remove: oc
    .route({ method: 'POST', path: '/models/remove', summary: 'Delete a model from Ollama' })
    .input(named)
    .output(z.object({ removed: z.boolean() })),
}
