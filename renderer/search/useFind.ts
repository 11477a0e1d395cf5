import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query'
import type { SearchMode } from '#contract/search.contract'
import { client } from '../app/client.ts'
import { worthShowing } from './hits.ts'
import { filtersOf, type Narrow, type Way } from './narrow.ts'

export interface Wanted {
  readonly query: string
  readonly mode: SearchMode
  readonly narrow: Narrow
}

const mostPassages = 100

/** Finds while a person types; a question that was overtaken by the next key is called off. */
export function useFind(wanted: Wanted) {
  const input = inputOf(wanted)
  const enabled = wanted.query.trim() !== ''
  const found = useQuery({ ...findQuery(wanted), enabled, placeholderData: keepPreviousData })
  const facets = useQuery({
    queryKey: ['search', 'facets', input],
    queryFn: ({ signal }) => client.search.facets(input, { signal }),
    enabled,
    placeholderData: keepPreviousData,
  })
  return {
    found: enabled ? found.data : undefined,
    facets: enabled ? facets.data : undefined,
    isWaiting: enabled && (found.isPlaceholderData || found.isPending),
    isError: enabled && found.isError,
    again: () => void found.refetch(),
  }
}

/** How much each way out of an empty search would bring. */
export function useWaysOut(wanted: Wanted, ways: readonly Way[]) {
  return useQueries({
    queries: ways.map((way) => findQuery({ ...wanted, narrow: way.narrow })),
    combine: (results) => ways.map((way, index) => ({ way, found: results[index]?.data })),
  })
}

function findQuery(wanted: Wanted) {
  const input = inputOf(wanted)
  return {
    queryKey: ['search', 'find', input],
    queryFn: async ({ signal }: { readonly signal: AbortSignal }) => {
      const found = await client.search.find(input, { signal })
      return { ...found, passages: worthShowing(found.passages) }
    },
  }
}

function inputOf({ query, mode, narrow }: Wanted) {
  return { query, mode, limit: mostPassages, typing: !/\s$/.test(query), filters: filtersOf(narrow, Date.now()) }
}
