import { setTimeout as delay } from 'node:timers/promises'
import type { libraryWorkerContract } from '#contract/library.contract'
import type { ModelsState } from '#contract/models.contract'
import type { EmbeddingModel } from '#models/catalog'
import { type Worker, WorkerDied } from './start-worker.ts'

export interface EmbeddingStateDeps {
  readonly model: EmbeddingModel
  readonly worker: Pick<Worker<typeof libraryWorkerContract>, 'pid'> & {
    readonly client: Pick<Worker<typeof libraryWorkerContract>['client'], 'health'>
  }
}

/** Milliseconds. */
const patience = 300

/** How the model that embeds is doing, without starting anything to find out. */
export function createEmbeddingState({ model, worker }: EmbeddingStateDeps) {
  const bytes = model.files.reduce((sum, file) => sum + file.bytes, 0)
  return async function embeddingState(): Promise<ModelsState['embedding']> {
    const { state, advice } = await health()
    return { id: model.id, dimensions: model.dimensions, bytes, state, advice }
  }

  async function health(): Promise<Pick<ModelsState['embedding'], 'state' | 'advice'>> {
    if (worker.pid() === null) return { state: 'idle', advice: null }
    try {
      const answered = await Promise.race([worker.client.health(), delay(patience, null, { ref: false })])
      // It is being started; a page that shows the models does not wait for it.
      if (answered === null) return { state: 'idle', advice: null }
      const { embedder } = answered
      const advice = `${embedder.detail}. Search by words goes on. Install Alcove again to get the model as it was released.`
      return { state: embedder.state, advice: embedder.state === 'failed' ? advice : null }
    } catch (error) {
      if (!(error instanceof WorkerDied)) throw error
      // It is being started again; the next look says more.
      return { state: 'idle', advice: null }
    }
  }
}
