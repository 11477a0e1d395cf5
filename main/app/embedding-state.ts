import type { libraryWorkerContract } from '#contract/library.contract'
import type { ModelsState } from '#contract/models.contract'
import type { EmbeddingModel } from '#models/catalog'
import { type Worker, WorkerDied } from './start-worker.ts'

export interface EmbeddingStateDeps {
  readonly model: EmbeddingModel
  readonly worker: Worker<typeof libraryWorkerContract>
}

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
      const { embedder } = await worker.client.health()
      const advice = `${embedder.detail}. Search by words goes on. Install Alcove again to get the model as it was released.`
      return { state: embedder.state, advice: embedder.state === 'failed' ? advice : null }
    } catch (error) {
      if (!(error instanceof WorkerDied)) throw error
      // It is being started again; the next look says more.
      return { state: 'idle', advice: null }
    }
  }
}
