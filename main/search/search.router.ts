import type { ContractRouterClient } from '@orpc/contract'
import { implement } from '@orpc/server'
import { type PassageNotFound, searchContract, type searchWorkerContract } from '#contract/search.contract'
import { raise } from '../app/raise.ts'
import type { SavedSearchStore } from './saved-search.store.ts'

const os = implement(searchContract)

export interface SearchRouterDeps {
  readonly search: Pick<ContractRouterClient<typeof searchWorkerContract>, 'find' | 'facets' | 'alike' | 'explain'>
  readonly saved: SavedSearchStore
}

/** Serves the search contract by asking the search process, and keeps searches. */
export function createSearchRouter({ search, saved }: SearchRouterDeps) {
  return os.router({
    find: os.find.handler(({ input, signal }) => search.find(input, { signal })),
    facets: os.facets.handler(({ input, signal }) => search.facets(input, { signal })),
    explain: os.explain.handler(({ input, signal }) => search.explain(input, { signal })),
    alike: os.alike.handler(async ({ input, errors, signal }) => {
      const found = await search.alike(input, { signal })
      if (!found) throw raise(errors, passageGone(input.passageId))
      return found
    }),
    saved: {
      list: os.saved.list.handler(() => saved.list()),
      add: os.saved.add.handler(({ input }) => saved.add(input)),
      change: os.saved.change.handler(({ input: { savedSearchId, ...change }, errors }) => {
        const changed = saved.change(savedSearchId, change)
        if (!changed.ok) throw raise(errors, changed.failure)
        return changed.value
      }),
      remove: os.saved.remove.handler(({ input, errors }) => {
        const removed = saved.remove(input.savedSearchId)
        if (!removed.ok) throw raise(errors, removed.failure)
        return removed.value
      }),
      restore: os.saved.restore.handler(({ input, errors }) => {
        const back = saved.restore(input.savedSearchId)
        if (!back.ok) throw raise(errors, back.failure)
        return back.value
      }),
      recent: os.saved.recent.handler(() => saved.recent()),
      used: os.saved.used.handler(({ input }) => {
        saved.used(input.query)
        return { noted: true as const }
      }),
      forget: os.saved.forget.handler(({ input }) => ({ forgotten: saved.forget(input.query) })),
    },
  })
}

function passageGone(passageId: string): PassageNotFound {
  return {
    code: 'PASSAGE_NOT_FOUND',
    message: 'This passage is no longer in the library. Search again to see what is.',
    passageId,
  }
}
