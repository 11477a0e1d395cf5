import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query'
import type { Facets as FacetCounts, SearchMode, SearchOrder } from '#contract/search.contract'
import { client } from '../app/client.ts'
import { queries } from '../app/queries.ts'
import { useSettings } from '../app/useSettings.ts'
import { useSettled } from '../ui/useSettled.ts'
import type { Names } from './completion.ts'
import { worthShowing } from './hits.ts'
import { filtersOf, type Narrow, type Way } from './narrow.ts'

export interface Wanted {
  readonly query: string
  readonly mode: SearchMode
  readonly narrow: Narrow
  readonly order: SearchOrder
}

const mostPassages = 100
const untilCounted = 200

/** Passages of other documents on the matter of one; asked for on demand. */
export function useAlike(passageId: string | null) {
  return useQuery({
    queryKey: ['search', 'alike', passageId],
    queryFn: ({ signal }) => client.search.alike({ passageId: passageId ?? '', limit: 30 }, { signal }),
    enabled: passageId !== null,
  })
}

/** What the values of fields can be; authors are those of the documents that the rest of the query leaves. */
export function useNames(facets: FacetCounts | undefined): Names {
  const { data: sources = [] } = useQuery(queries.sources)
  const { data: collections = [] } = useQuery(queries.collections)
  const { data: tags = [] } = useQuery(queries.tags)
  const { data: categories = [] } = useQuery(queries.categories)
  return {
    places: [...new Set([...sources.map(({ title }) => title), ...collections.map(({ name }) => name)])],
    authors: facets?.authors.map(({ author }) => author) ?? [],
    tags: tags.map(({ tag }) => tag),
    categories: categories.map(({ category }) => category),
  }
}

/** Finds while a person types; a question that was overtaken by the next key is called off. */
export function useFind(wanted: Wanted) {
  const input = inputOf(wanted)
  const enabled = wanted.query.trim() !== ''
  const found = useQuery({ ...findQuery(wanted), enabled, placeholderData: keepPreviousData })
  // Counting takes longer than finding in a large library: it waits until the keys rest.
  const name = JSON.stringify(input)
  const rested = useSettled(input, name, untilCounted)
  const reread = useReread(wanted, JSON.stringify(rested) === name)
  const facets = useQuery({
    queryKey: ['search', 'facets', rested],
    queryFn: ({ signal }) => client.search.facets(rested, { signal }),
    enabled,
    placeholderData: keepPreviousData,
  })
  return {
    found: enabled ? (reread ?? found.data) : undefined,
    facets: enabled ? facets.data : undefined,
    isWaiting: enabled && (found.isPlaceholderData || found.isPending),
    isError: enabled && found.isError,
    again: () => void found.refetch(),
  }
}

/** What was found in the order of the cross-encoder, where there is one: it is asked once the keys rest. */
function useReread(wanted: Wanted, isResting: boolean) {
  const { settings } = useSettings()
  const enabled = settings.reranker !== null && isResting && wanted.mode === 'fused' && wanted.order === 'relevance'
  const { data } = useQuery({ ...findQuery(wanted, { reread: true }), enabled: enabled && wanted.query.trim() !== '' })
  return settings.reranker === null ? undefined : data
}

/** How much each way out of an empty search would bring. */
export function useWaysOut(wanted: Wanted, ways: readonly Way[]) {
  return useQueries({
    queries: ways.map((way) => findQuery({ ...wanted, narrow: way.narrow })),
    combine: (results) => ways.map((way, index) => ({ way, found: results[index]?.data })),
  })
}

function findQuery(wanted: Wanted, more: { readonly reread?: true } = {}) {
  const input = { ...inputOf(wanted), ...more }
  return {
    queryKey: ['search', 'find', input],
    queryFn: async ({ signal }: { readonly signal: AbortSignal }) => {
      const found = await client.search.find(input, { signal })
      return { ...found, passages: worthShowing(found.passages) }
    },
  }
}

function inputOf({ query, mode, narrow, order }: Wanted) {
  return { query, mode, order, limit: mostPassages, typing: !/\s$/.test(query), filters: filtersOf(narrow, Date.now()) }
}
