import { implement } from '@orpc/server'
import { modelsContract } from '#contract/models.contract'
import { createEmbeddingModelsRouter } from './embedding-models.router.ts'
import type { EmbeddingModelsService } from './embedding-models.service.ts'
import type { ModelsService } from './models.service.ts'

const os = implement(modelsContract)

/** Serves the models contract. */
export function createModelsRouter(models: ModelsService, embeddingModels: EmbeddingModelsService) {
  return os.router({
    state: os.state.handler(async ({ signal }) => models.state(signal)),
    choose: os.choose.handler(async ({ input }) => models.choose(input.choice)),
    embedding: createEmbeddingModelsRouter(embeddingModels),
  })
}
