import { implement } from '@orpc/server'
import { modelsContract } from '#contract/models.contract'
import { raise } from '../app/raise.ts'
import type { ModelMemoryService } from './model-memory.ts'

const os = implement(modelsContract)

/** Serves what may be asked of one model of Ollama, and of what is in memory. */
export function createModelMemoryRouter(memory: ModelMemoryService) {
  return {
    details: os.details.handler(async ({ input, errors, signal }) => {
      const details = await memory.details(input.name, signal)
      if (!details.ok) throw raise(errors, details.failure)
      return details.value
    }),
    memory: os.memory.router({
      list: os.memory.list.handler(({ signal }) => memory.list(signal)),
      load: os.memory.load.handler(async ({ input, errors, signal }) => {
        const loaded = await memory.load(input.name, signal)
        if (!loaded.ok) throw raise(errors, loaded.failure)
        return loaded.value
      }),
      unload: os.memory.unload.handler(async ({ input, errors, signal }) => {
        const unloaded = await memory.unload(input.name, signal)
        if (!unloaded.ok) throw raise(errors, unloaded.failure)
        return unloaded.value
      }),
    }),
  }
}
