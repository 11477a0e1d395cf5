import { keepPreviousData, useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import type { LibraryItem } from '#contract/library.contract'
import { client } from '../app/client.ts'
import { statesByTab } from './item.ts'
import type { LibraryView } from './place.ts'

const pageSize = 100
/** As many documents as one call takes. */
const mostAtOnce = 10_000

/** The rows from `first` to `last` of a view, fetched page by page as they come into sight. */
export function useFiles(view: LibraryView, first: number, last: number) {
  const cache = useQueryClient()
  const pages = pagesOf(first, last)
  const results = useQueries({ queries: pages.map((page) => pageQuery(view, page)) })
  // The first page alone tells how many rows there are, also while others are on their way.
  const head = useQuery({ ...pageQuery(view, 0), placeholderData: keepPreviousData })

  return { total: head.data?.total ?? null, item, itemsFrom, failed: head.isError, again: head.refetch }

  function item(index: number): LibraryItem | undefined {
    const page = Math.floor(index / pageSize)
    const found = page === 0 ? head.data : results[page - (pages[0] ?? 0)]?.data
    return found?.items[index % pageSize]
  }

  /** All rows of a stretch, also those that were never in sight; no more than one call can take. */
  async function itemsFrom(from: number, to: number): Promise<readonly LibraryItem[]> {
    const items: LibraryItem[] = []
    for (const page of pagesOf(from, Math.min(to, from + mostAtOnce - 1))) {
      const found = await cache.fetchQuery(pageQuery(view, page))
      const start = Math.max(from - page * pageSize, 0)
      items.push(...found.items.slice(start, to - page * pageSize + 1))
    }
    return items.slice(0, mostAtOnce)
  }
}

function pagesOf(first: number, last: number) {
  const page = Math.floor(first / pageSize)
  return Array.from({ length: Math.floor(last / pageSize) - page + 1 }, (_, index) => page + index)
}

function pageQuery(view: LibraryView, page: number) {
  const input = {
    filter: view.filter,
    states: [...statesByTab[view.tab]],
    sourceId: view.sourceId ?? undefined,
    types: [...view.types],
    tags: [...view.tags],
    category: view.category ?? undefined,
    collectionId: view.collectionId ?? undefined,
    insideOf: view.inside ?? undefined,
    sort: view.sort,
    descending: view.descending,
    offset: page * pageSize,
    limit: pageSize,
  }
  return {
    queryKey: ['library', 'list', input],
    queryFn: ({ signal }: { readonly signal: AbortSignal }) => client.library.list(input, { signal }),
  }
}
