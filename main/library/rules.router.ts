import { implement } from '@orpc/server'
import { rulesContract } from '#contract/rules.contract'
import { raise } from '../app/raise.ts'
import type { RulesService } from './rules.service.ts'

const os = implement(rulesContract)

/** Serves the rules of what is left out. */
export function createRulesRouter(rules: RulesService) {
  return os.router({
    of: os.of.handler(async ({ input, errors, signal }) => {
      const found = await rules.of(input.sourceId, signal)
      if (!found.ok) throw raise(errors, found.failure)
      return found.value
    }),
    set: os.set.handler(async ({ input, errors }) => {
      const queued = await rules.set(input.sourceId, input.patterns)
      if (!queued.ok) throw raise(errors, queued.failure)
      return { queued: queued.value }
    }),
    preview: os.preview.handler(async ({ input, errors, signal }) => {
      const seen = await rules.preview(input, signal)
      if (!seen.ok) throw raise(errors, seen.failure)
      return seen.value
    }),
    leftOut: os.leftOut.handler(async ({ input, errors, signal }) => {
      const found = await rules.leftOut(input, signal)
      if (!found.ok) throw raise(errors, found.failure)
      return found.value
    }),
  })
}
