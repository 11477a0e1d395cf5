import { implement } from '@orpc/server'
import { embeddingModelsContract } from '#contract/embedding-models.contract'
import { raise } from '../app/raise.ts'
import type { EmbeddingModelsService } from './embedding-models.service.ts'

const os = implement(embeddingModelsContract)

/** Serves the contract of embedding models. */
export function createEmbeddingModelsRouter(models: EmbeddingModelsService) {
  return os.router({
    list: os.list.handler(() => models.list()),
    changes: os.changes.handler(async ({ signal }) => models.changes(signal)),
    candidates: os.candidates.handler(async ({ signal }) => [...(await models.candidates(signal))]),
    estimate: os.estimate.handler(async ({ input, errors, signal }) => {
      const estimate = await models.estimate(input.place, signal)
      if (!estimate.ok) throw raise(errors, estimate.failure)
      return estimate.value
    }),
    build: os.build.handler(async ({ input, errors }) => {
      const building = await models.build(input)
      if (!building.ok) throw raise(errors, building.failure)
      return building.value
    }),
    pause: os.pause.handler(async ({ input, errors }) => {
      const paused = await models.pause(input.id)
      if (!paused.ok) throw raise(errors, paused.failure)
      return paused.value
    }),
    resume: os.resume.handler(async ({ input, errors }) => {
      const resumed = await models.resume(input.id)
      if (!resumed.ok) throw raise(errors, resumed.failure)
      return resumed.value
    }),
    serve: os.serve.handler(async ({ input, errors }) => {
      const serving = await models.serve(input.id)
      if (!serving.ok) throw raise(errors, serving.failure)
      return serving.value
    }),
    forget: os.forget.handler(async ({ input, errors }) => {
      const forgotten = await models.forget(input.id)
      if (!forgotten.ok) throw raise(errors, forgotten.failure)
      return { vectors: forgotten.value }
    }),
  })
}
