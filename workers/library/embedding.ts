import type { Failure, Result } from '#contract/result'
import type { Embedder } from '#models/embedding/embedder'
import { type EmbeddingProgress, embedMissing } from './embed-missing.ts'
import type { VectorStore } from './vector.store.ts'

export interface EmbeddingDeps {
  /** Id of the model whose vectors are written. */
  readonly model: string
  readonly vectors: VectorStore
  /** Called at the first need, so that a process that only reads never loads the model. */
  readonly openEmbedder: () => Promise<Result<Embedder, Failure>>
}

export interface EmbedderHealth {
  readonly id: string
  readonly state: 'idle' | 'ready' | 'failed'
  readonly detail: string
}

export type Embedding = ReturnType<typeof createEmbedding>

/** Writes missing vectors with an embedder that is opened when it is first needed. Without it documents stay findable by words. */
export function createEmbedding({ model, vectors, openEmbedder }: EmbeddingDeps) {
  let embedder: Embedder | null = null
  let failure: Failure | null = null
  let before: Promise<unknown> = Promise.resolve()

  return { embed, health, close }

  /** One stream works at a time: a second one goes on where the first, once closed, left off. */
  async function* embed(signal: AbortSignal): AsyncGenerator<EmbeddingProgress> {
    const turn = Promise.withResolvers<void>()
    const wait = before
    before = turn.promise
    try {
      await wait
      if (signal.aborted) return
      vectors.forgetOtherModels()
      if (vectors.countWaiting() === 0 && vectors.waitingDocuments(1).length === 0) return
      const open = await opened()
      if (open) yield* embedMissing({ vectors, embedder: open, signal })
      else yield { written: 0, documentsReady: 0, waiting: vectors.countWaiting() }
    } finally {
      turn.resolve()
    }
  }

  // A model whose files were damaged may have been repaired since, so each stream tries again.
  async function opened(): Promise<Embedder | null> {
    if (embedder) return embedder
    const opening = await openEmbedder()
    failure = opening.ok ? null : opening.failure
    embedder = opening.ok ? opening.value : null
    return embedder
  }

  function health(): EmbedderHealth {
    if (failure) return { id: model, state: 'failed', detail: `${failure.code}: ${failure.message}` }
    return embedder
      ? { id: embedder.id, state: 'ready', detail: '' }
      : { id: model, state: 'idle', detail: 'Loaded when the first vector is needed' }
  }

  async function close(): Promise<void> {
    await embedder?.close()
    embedder = null
  }
}
