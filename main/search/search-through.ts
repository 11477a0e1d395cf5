import type { ContractRouterClient } from '@orpc/contract'
import type { searchWorkerContract } from '#contract/search.contract'
import type { Settings } from '#contract/settings.contract'
import { traced } from '#models/tracing/traced'
import { askAgain } from '../app/start-worker.ts'
import { preferringNewer } from './prefer-newer.ts'

type Asked = Pick<
  ContractRouterClient<typeof searchWorkerContract>,
  'find' | 'facets' | 'alike' | 'explain' | 'evidence' | 'health'
>

export interface SearchWishes {
  /** How much newer documents are preferred, as it is set at the time of a search. */
  readonly preferNewer: () => Settings['preferNewer']
}

/** Searches through the search process: asked once more when it dies meanwhile, with the person's wishes filled in. */
export function searchThrough(client: Asked, { preferNewer }: SearchWishes): Asked {
  const preferring = preferringNewer(preferNewer)
  return {
    find: (input, options) =>
      traced('search', async (note) => {
        const found = await askAgain(() => client.find(preferring(input), options))
        note({ passages: found.passages.length, documents: found.searched.documents, mode: found.mode })
        return found
      }),
    facets: (input, options) => askAgain(() => client.facets(input, options)),
    alike: (input, options) => askAgain(() => client.alike(input, options)),
    explain: (input, options) => askAgain(() => client.explain(preferring(input), options)),
    evidence: (input, options) => askAgain(() => client.evidence(input, options)),
    health: (input, options) => askAgain(() => client.health(input, options)),
  }
}
