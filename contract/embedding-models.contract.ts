import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import type { Failure } from './result.ts'

/** Where an embedding model is. */
export const EmbeddingModelPlace = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('shipped') }),
  /** A transformers.js model on disk: `tokenizer.json`, `config.json`, `onnx/*.onnx`. */
  z.object({ kind: z.literal('folder'), folder: z.string().min(1).max(4_096) }),
  z.object({ kind: z.literal('ollama'), model: z.string().min(1).max(200) }),
  /** `url` up to and without `/embeddings`; a key is kept with the server's address in the settings. */
  z.object({ kind: z.literal('openai-compatible'), url: z.url(), model: z.string().min(1).max(200) }),
])
export type EmbeddingModelPlace = z.infer<typeof EmbeddingModelPlace>

export const EmbeddingModel = z.object({
  /** Id and revision; vectors of different ids are never compared. */
  id: z.string(),
  title: z.string(),
  place: EmbeddingModelPlace,
  dimensions: z.number().int(),
  /** Exactly one serves; `building` writes its vectors beside it, `paused` goes on later, `kept` has vectors and is not in use. */
  state: z.enum(['serving', 'building', 'paused', 'kept']),
  /** Passages with a vector of this model, and passages in all. */
  vectors: z.number().int(),
  passages: z.number().int(),
  /** Disk its vectors take. */
  bytes: z.number().int(),
  /** True when texts leave the machine to be embedded. */
  leaves: z.boolean(),
  /** Until every passage has a vector; null when that is not known. */
  secondsLeft: z.number().nullable(),
  /** Why building stands still, in words for people; null while it goes on. */
  problem: z.string().nullable(),
})
export type EmbeddingModel = z.infer<typeof EmbeddingModel>

export const EmbeddingEstimate = z.object({
  title: z.string(),
  dimensions: z.number().int(),
  passages: z.number().int(),
  passagesPerSecond: z.number(),
  seconds: z.number(),
  bytes: z.number().int(),
  leaves: z.boolean(),
})
export type EmbeddingEstimate = z.infer<typeof EmbeddingEstimate>

/** Why a model cannot embed; the sentence for people is in `embedding-models.sentences.ts`. */
export const EmbedderReason = z.enum([
  'missing',
  'not-reachable',
  'not-an-embedding-model',
  /** Its files, or what the server has under its name, are not those its vectors were made with. */
  'damaged',
  'refused',
  'unsupported',
  /** Texts would leave the machine, and nobody has said that they may. */
  'not-confirmed',
])
export type EmbedderReason = z.infer<typeof EmbedderReason>

export const EmbedderProblem = z.object({ reason: EmbedderReason, message: z.string() })
export type EmbedderProblem = z.infer<typeof EmbedderProblem>

/** What a worker needs to know to reach a model; the key travels between processes only, never into the database. */
export const EmbedderPlace = z.object({
  place: EmbeddingModelPlace,
  /** Of the Ollama server; null for the other kinds. */
  address: z.string().nullable(),
  key: z.string().nullable(),
})
export type EmbedderPlace = z.infer<typeof EmbedderPlace>

/** A model whose vectors are in the library, or come there: what does not give vectors of just this id is not used. */
export const EmbedderSpec = EmbedderPlace.extend({ id: z.string(), dimensions: z.number().int().positive() })
export type EmbedderSpec = z.infer<typeof EmbedderSpec>

export interface EmbeddingModelUnusable extends Failure<'EMBEDDING_MODEL_UNUSABLE'> {
  readonly reason: EmbedderReason
}
export interface EmbeddingModelNotReady extends Failure<'EMBEDDING_MODEL_NOT_READY'> {
  readonly missing: number
}
export interface EmbeddingModelNotFound extends Failure<'EMBEDDING_MODEL_NOT_FOUND'> {
  readonly id: string
}
export interface EmbeddingModelServes extends Failure<'EMBEDDING_MODEL_SERVES'> {
  readonly id: string
}

const EMBEDDING_MODEL_UNUSABLE = { status: 422, data: z.object({ reason: EmbedderReason }) }
const EMBEDDING_MODEL_NOT_READY = { status: 409, data: z.object({ missing: z.number().int() }) }
const EMBEDDING_MODEL_NOT_FOUND = { status: 404, data: z.object({ id: z.string() }) }
const EMBEDDING_MODEL_SERVES = { status: 409, data: z.object({ id: z.string() }) }
const one = z.object({ id: z.string() })

/** Which model turns texts into vectors, and how it is changed without a moment in which search is worse. */
export const embeddingModelsContract = {
  /** All models with vectors, the one that serves first. */
  list: oc
    .route({ method: 'GET', path: '/models/embedding', summary: 'List embedding models' })
    .output(z.array(EmbeddingModel)),
  /** The list again whenever it changed. */
  changes: oc.output(eventIterator(z.array(EmbeddingModel))),
  /** Embedding models that could be used: those of a running Ollama, and folders in the data folder's `models`. */
  candidates: oc
    .route({ method: 'GET', path: '/models/embedding/candidates', summary: 'List usable embedding models' })
    .output(z.array(z.object({ title: z.string(), place: EmbeddingModelPlace, detail: z.string() }))),
  /** Tries a model on a few passages: what it would take to change to it. One that is not on this machine gets sample sentences. */
  estimate: oc
    .route({ method: 'POST', path: '/models/embedding/estimate', summary: 'Time and disk a change would need' })
    .input(z.object({ place: EmbeddingModelPlace }))
    .errors({ EMBEDDING_MODEL_UNUSABLE })
    .output(EmbeddingEstimate),
  /**
   * Begins to write the vectors of a model beside those in use; with `switchWhenReady` it serves as soon as it has them all.
   * Where texts leave the machine (`leaves`), `mayLeave` says that the person was told so and agreed; otherwise it is refused.
   */
  build: oc
    .route({ method: 'POST', path: '/models/embedding/build', summary: 'Build vectors of another model' })
    .input(
      z.object({
        place: EmbeddingModelPlace,
        switchWhenReady: z.boolean().default(true),
        mayLeave: z.boolean().default(false),
      }),
    )
    .errors({ EMBEDDING_MODEL_UNUSABLE })
    .output(EmbeddingModel),
  /** Lets the building rest; what was written stays. */
  pause: oc
    .route({ method: 'POST', path: '/models/embedding/pause', summary: 'Pause building' })
    .input(one)
    .errors({ EMBEDDING_MODEL_NOT_FOUND, EMBEDDING_MODEL_SERVES })
    .output(EmbeddingModel),
  /** Goes on with the building where it stopped; also for a kept model that lacks what came since. */
  resume: oc
    .route({ method: 'POST', path: '/models/embedding/resume', summary: 'Go on building' })
    .input(one)
    .errors({ EMBEDDING_MODEL_NOT_FOUND, EMBEDDING_MODEL_SERVES })
    .output(EmbeddingModel),
  /** Has a model answer that has all its vectors; the one before is kept. */
  serve: oc
    .route({ method: 'POST', path: '/models/embedding/serve', summary: 'Change to a model that is ready' })
    .input(one)
    .errors({ EMBEDDING_MODEL_NOT_FOUND, EMBEDDING_MODEL_NOT_READY, EMBEDDING_MODEL_UNUSABLE })
    .output(EmbeddingModel),
  /** Deletes the vectors of a model that does not serve. */
  forget: oc
    .route({ method: 'DELETE', path: '/models/embedding', summary: 'Delete the vectors of a model' })
    .input(one)
    .errors({ EMBEDDING_MODEL_NOT_FOUND, EMBEDDING_MODEL_SERVES })
    .output(z.object({ vectors: z.number().int() })),
}
