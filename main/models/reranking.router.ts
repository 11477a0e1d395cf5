import { implement } from '@orpc/server'
import { rerankingContract } from '#contract/reranking.contract'
import { raise } from '../app/raise.ts'
import type { RerankingService } from './reranking.service.ts'

const os = implement(rerankingContract)

/** Serves the contract of reranking. */
export function createRerankingRouter(reranking: RerankingService) {
  return os.router({
    state: os.state.handler(() => reranking.state()),
    tryOut: os.tryOut.handler(async ({ input, errors, signal }) => {
      const tried = await reranking.tryOut(input.folder, signal)
      if (!tried.ok) throw raise(errors, tried.failure)
      return tried.value
    }),
    use: os.use.handler(async ({ input, errors, signal }) => {
      const used = await reranking.use(input.folder, signal)
      if (!used.ok) throw raise(errors, used.failure)
      return used.value
    }),
    turnOff: os.turnOff.handler(async () => {
      await reranking.turnOff()
      return { off: true as const }
    }),
  })
}
