import { implement } from '@orpc/server'
import { modelsContract } from '#contract/models.contract'
import { raise } from '../app/raise.ts'
import { createEmbeddingModelsRouter } from './embedding-models.router.ts'
import type { EmbeddingModelsService } from './embedding-models.service.ts'
import { createModelMemoryRouter } from './model-memory.router.ts'
import type { ModelRequests } from './model-requests.ts'
import type { ModelsService } from './models.service.ts'
import { createProvidersRouter } from './providers.router.ts'
import type { Providers } from './providers.ts'
import { createPullsRouter } from './pulls.router.ts'
import { createRerankingRouter } from './reranking.router.ts'
import type { RerankingService } from './reranking.service.ts'

const os = implement(modelsContract)

export interface MoreModels {
  readonly embeddingModels: EmbeddingModelsService
  readonly reranking: RerankingService
  readonly providers: Providers
  readonly requests: Pick<ModelRequests, 'router'>
  /** Told when a server is reached in another way. */
  readonly onProviders: () => void
}

/** Serves the models contract. */
export function createModelsRouter(models: ModelsService, more: MoreModels) {
  return os.router({
    state: os.state.handler(async ({ signal }) => models.state(signal)),
    choose: os.choose.handler(async ({ input }) => models.choose(input.choice)),
    startOllama: os.startOllama.handler(async ({ errors, signal }) => {
      const started = await models.startOllama()
      if (!started.ok) throw raise(errors, started.failure)
      return models.state(signal)
    }),
    ...createModelMemoryRouter(models.memory),
    embedding: createEmbeddingModelsRouter(more.embeddingModels),
    reranking: createRerankingRouter(more.reranking),
    pulls: createPullsRouter(models.pulls),
    requests: more.requests.router,
    providers: createProvidersRouter(more.providers, { onChange: more.onProviders }),
  })
}
