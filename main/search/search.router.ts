import type { ContractRouterClient } from '@orpc/contract'
import { implement } from '@orpc/server'
import { searchContract, type searchWorkerContract } from '#contract/search.contract'

const os = implement(searchContract)

/** Serves the search contract by asking the search process. */
export function createSearchRouter(search: Pick<ContractRouterClient<typeof searchWorkerContract>, 'find' | 'facets'>) {
  return os.router({
    find: os.find.handler(({ input, signal }) => search.find(input, { signal })),
    facets: os.facets.handler(({ input, signal }) => search.facets(input, { signal })),
  })
}
