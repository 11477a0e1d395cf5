import { implement } from '@orpc/server'
import { modelsContract } from '#contract/models.contract'
import type { ModelsService } from './models.service.ts'

const os = implement(modelsContract)

/** Serves the models contract. */
export function createModelsRouter(models: ModelsService) {
  return os.router({
    state: os.state.handler(async ({ signal }) => models.state(signal)),
    choose: os.choose.handler(async ({ input }) => models.choose(input.choice)),
  })
}
