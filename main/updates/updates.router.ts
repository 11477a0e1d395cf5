import { implement } from '@orpc/server'
import { updatesContract } from '#contract/updates.contract'
import { raise } from '../app/raise.ts'
import type { UpdatesService } from './updates.service.ts'

const os = implement(updatesContract)

/** Serves the updates contract. */
export function createUpdatesRouter(updates: UpdatesService) {
  return os.router({
    state: os.state.handler(() => updates.state()),
    look: os.look.handler(async ({ errors, signal }) => {
      const looked = await updates.look(signal)
      if (!looked.ok) throw raise(errors, looked.failure)
      return looked.value
    }),
    fetch: os.fetch.handler(async ({ errors, signal }) =>
      fetching(updates, signal, (failure) => raise(errors, failure)),
    ),
    install: os.install.handler(async ({ errors }) => {
      const begun = await updates.install()
      if (!begun.ok) throw raise(errors, begun.failure)
      return begun.value
    }),
  })
}

type Failed = Extract<Awaited<ReturnType<UpdatesService['fetch']>>, { readonly ok: false }>['failure']

/** How far it is, at most a hundred times; ends when it is proved. */
async function* fetching(updates: UpdatesService, signal: AbortSignal | undefined, failed: (failure: Failed) => Error) {
  let done = 0
  let told = -1
  let wake = Promise.withResolvers<void>()
  const fetched = updates.fetch((now) => {
    done = now
    if (done - told >= 0.01) wake.resolve()
  }, signal)
  const over = fetched.then(() => true)
  while (!(await Promise.race([over, wake.promise]))) {
    wake = Promise.withResolvers()
    told = done
    yield { done }
  }
  const outcome = await fetched
  if (!outcome.ok) throw failed(outcome.failure)
  yield { done: 1 }
}
