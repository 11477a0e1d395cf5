import { implement } from '@orpc/server'
import { modelsContract } from '#contract/models.contract'
import { raise } from '../app/raise.ts'
import type { Providers } from './providers.ts'

const os = implement(modelsContract).providers

/** Serves what may be asked of servers that speak as OpenAI does; `onChange` is told when one is reached in another way. */
export function createProvidersRouter(providers: Providers, { onChange }: { readonly onChange: () => void }) {
  return os.router({
    list: os.list.handler(() => providers.list()),
    add: os.add.handler(async ({ input }) => {
      const added = await providers.add(input)
      onChange()
      return added
    }),
    change: os.change.handler(async ({ input, errors }) => {
      const changed = await providers.change(input)
      if (!changed.ok) throw raise(errors, changed.failure)
      onChange()
      return changed.value
    }),
    remove: os.remove.handler(async ({ input }) => {
      const removed = await providers.remove(input.id)
      onChange()
      return { removed }
    }),
    test: os.test.handler(({ input, signal }) => providers.test(input, signal)),
    allow: os.allow.handler(async ({ input, errors }) => {
      const allowed = await providers.allow(input.id)
      if (!allowed.ok) throw raise(errors, allowed.failure)
      return allowed.value
    }),
    withdraw: os.withdraw.handler(async ({ input }) => ({ withdrawn: await providers.withdraw(input.id) })),
  })
}
