import { implement } from '@orpc/server'
import { modelsContract } from '#contract/models.contract'
import type { Pulls } from './pulls.ts'

const os = implement(modelsContract).pulls

/** Serves what may be asked of models that come and go. */
export function createPullsRouter(pulls: Pulls) {
  return os.router({
    list: os.list.handler(async () => pulls.list()),
    start: os.start.handler(async ({ input }) => pulls.start(input.name)),
    stop: os.stop.handler(async ({ input }) => ({ stopped: await pulls.stop(input.name) })),
    dismiss: os.dismiss.handler(async ({ input }) => ({ dismissed: pulls.dismiss(input.name) })),
    remove: os.remove.handler(async ({ input }) => ({ removed: await pulls.remove(input.name) })),
  })
}
