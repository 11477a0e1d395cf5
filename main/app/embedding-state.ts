import { setTimeout as delay } from 'node:timers/promises'
import type { libraryWorkerContract } from '#contract/library.contract'
import type { ModelsState } from '#contract/models.contract'
import type { searchWorkerContract } from '#contract/search.contract'
import { shippedEmbeddingModel } from '#models/catalog'
import type { Worker } from './start-worker.ts'
import { WorkerDied } from './worker-connection.ts'

export interface EmbeddingStateDeps {
  /** The model that serves. */
  readonly model: () => ServingModel
  readonly worker: Pick<Worker<typeof libraryWorkerContract>, 'pid'> & {
    readonly client: Pick<Worker<typeof libraryWorkerContract>['client'], 'health'>
  }
  readonly search: Pick<Worker<typeof searchWorkerContract>, 'pid'> & {
    readonly client: Pick<Worker<typeof searchWorkerContract>['client'], 'health'>
  }
}

export interface ServingModel {
  /** As it is named in the database. */
  readonly id: string
  readonly title: string
  readonly dimensions: number
  readonly isShipped: boolean
}

type State = Pick<ModelsState['embedding'], 'state' | 'advice'>

/** Milliseconds. */
const patience = 300
const idle: State = { state: 'idle', advice: null }

/** How the model that embeds is doing, without starting anything to find out. */
export function createEmbeddingState({ model, worker, search }: EmbeddingStateDeps) {
  const shippedBytes = shippedEmbeddingModel.files.reduce((sum, file) => sum + file.bytes, 0)
  return async function embeddingState(): Promise<ModelsState['embedding']> {
    const serving = model()
    const [written, asked] = await Promise.all([whenWriting(serving), whenAsking(serving)])
    // A model on a server has no size here.
    const bytes = serving.isShipped ? shippedBytes : 0
    return { id: serving.title, dimensions: serving.dimensions, bytes, ...(asked ?? written) }
  }

  async function whenWriting({ id, isShipped }: ServingModel): Promise<State> {
    const answered = worker.pid() === null ? null : await soon(worker.client.health())
    // It is being started, or has not been told of the present model yet; a page that shows the models does not wait for it.
    if (!answered || (answered.embedder.id !== id && !isShipped)) return idle
    const { state, detail } = answered.embedder
    const remedy = isShipped ? ' Install Alcove again to get the model as it was released.' : ''
    return { state, advice: state === 'failed' ? `${detail}. Search by words goes on.${remedy}` : null }
  }

  /** Null while questions are answered by meaning, or nothing was asked yet. */
  async function whenAsking({ isShipped, title }: ServingModel): Promise<State | null> {
    if (isShipped || search.pid() === null) return null
    const answered = await soon(search.client.health())
    if (answered?.state !== 'words-only') return null
    const advice = `${title} gives no vectors now (${answered.detail}). Search by words goes on, and by meaning as soon as it is back.`
    return { state: 'failed', advice }
  }
}

/** Null where the answer takes too long, or the process that had it died: the next look says more. */
async function soon<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await Promise.race([answer, delay(patience, null, { ref: false })])
  } catch (error) {
    if (!(error instanceof WorkerDied)) throw error
    return null
  }
}
