import type { EmbedderProblem, EmbedderSpec } from '#contract/embedding-models.contract'
import type { Embedder } from '#models/embedding/embedder'
import { problemOf } from '#models/embedding/embedder-fault'
import { type EmbeddingProgress, embedMissing } from './embed-missing.ts'
import type { VectorStore } from './vector.store.ts'

export interface EmbeddingDeps {
  readonly vectorsOf: (model: string) => VectorStore
  /** Called at the first need, so that a process that only reads never loads a model; throws an `EmbedderFault`. */
  readonly openEmbedder: (spec: EmbedderSpec) => Promise<Embedder>
  /** Id of the model that answers questions now. */
  readonly serving: () => string
}

export interface EmbedderHealth {
  readonly id: string
  readonly state: 'idle' | 'ready' | 'failed'
  readonly detail: string
}

export type EmbeddingEvent = EmbeddingProgress & { readonly problem?: EmbedderProblem }
export type Embedding = ReturnType<typeof createEmbedding>

/** Writes missing vectors with an embedder that is opened when it is first needed. Without it documents stay findable by words. */
export function createEmbedding({ vectorsOf, openEmbedder, serving }: EmbeddingDeps) {
  let open: { readonly spec: string; readonly embedder: Embedder } | null = null
  const problems = new Map<string, EmbedderProblem>()
  let before: Promise<unknown> = Promise.resolve()

  return { embed, health, close }

  /** One stream works at a time: a second one goes on where the first, once closed, left off. */
  async function* embed(spec: EmbedderSpec, signal: AbortSignal): AsyncGenerator<EmbeddingEvent> {
    const turn = Promise.withResolvers<void>()
    const wait = before
    before = turn.promise
    try {
      await wait
      if (signal.aborted) return
      yield* write(spec, signal)
    } finally {
      turn.resolve()
    }
  }

  async function* write(spec: EmbedderSpec, signal: AbortSignal): AsyncGenerator<EmbeddingEvent> {
    const vectors = vectorsOf(spec.id)
    vectors.forgetOtherModels()
    if (vectors.countWaiting() === 0 && (!vectors.isServing() || vectors.waitingDocuments(1).length === 0)) return
    try {
      yield* embedMissing({ vectors, embedder: await opened(spec), signal })
      problems.delete(spec.id)
    } catch (error) {
      const problem = problemOf(error)
      if (!problem) throw error
      problems.set(spec.id, problem)
      yield { written: 0, documentsReady: 0, waiting: vectors.countWaiting(), problem }
    }
  }

  // A model whose files were damaged may have been repaired since, so each stream tries again.
  async function opened(spec: EmbedderSpec): Promise<Embedder> {
    const wanted = JSON.stringify(spec)
    if (open?.spec === wanted) return open.embedder
    // Two models at a time would take the memory of two.
    await close()
    const embedder = await openEmbedder(spec)
    open = { spec: wanted, embedder }
    return embedder
  }

  /** How the model that answers is doing. */
  function health(): EmbedderHealth {
    const id = serving()
    const problem = problems.get(id)
    if (problem) return { id, state: 'failed', detail: problem.message || problem.reason }
    return open?.embedder.id === id
      ? { id, state: 'ready', detail: '' }
      : { id, state: 'idle', detail: 'Loaded when the first vector is needed' }
  }

  async function close(): Promise<void> {
    const last = open
    open = null
    await last?.embedder.close()
  }
}
