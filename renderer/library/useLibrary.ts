import { keepPreviousData, useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import type { LibraryItem, ListInput } from '#contract/library.contract'
import type { Source } from '#contract/library-item'
import { client } from '../app/client.ts'
import { queries } from '../app/queries.ts'
import { say, showUndo } from '../ui/Toasts.tsx'
import { count, plural } from '../ui/words.ts'
import { statesByTab, type Tab } from './item.ts'

export interface LibraryView {
  readonly tab: Tab
  readonly filter: string
  readonly sourceId: string | null
  readonly sort: NonNullable<ListInput['sort']>
  readonly descending: boolean
}

const pageSize = 100

/** The rows from `first` to `last` of a view, fetched page by page as they come into sight. */
export function useFiles(view: LibraryView, first: number, last: number) {
  const pages = Array.from(
    { length: Math.floor(last / pageSize) - Math.floor(first / pageSize) + 1 },
    (_, index) => Math.floor(first / pageSize) + index,
  )
  const results = useQueries({ queries: pages.map((page) => pageQuery(view, page)) })
  // The first page alone tells how many rows there are, also while others are on their way.
  const head = useQuery({ ...pageQuery(view, 0), placeholderData: keepPreviousData })

  return { total: head.data?.total ?? null, item, failed: head.isError, again: head.refetch }

  function item(index: number): LibraryItem | undefined {
    const page = Math.floor(index / pageSize)
    const found = page === 0 ? head.data : results[page - (pages[0] ?? 0)]?.data
    return found?.items[index % pageSize]
  }
}

function pageQuery({ tab, filter, sourceId, sort, descending }: LibraryView, page: number) {
  const input = {
    filter,
    states: [...statesByTab[tab]],
    sourceId: sourceId ?? undefined,
    sort,
    descending,
    offset: page * pageSize,
    limit: pageSize,
  }
  return {
    queryKey: ['library', 'list', input],
    queryFn: ({ signal }: { readonly signal: AbortSignal }) => client.library.list(input, { signal }),
  }
}

/** What can be done with files in the queue: pausing, trying again, leaving out. */
export function useWork() {
  const cache = useQueryClient()
  const refetch = () => cache.invalidateQueries({ queryKey: ['library', 'list'] })
  const failed = () => say('That could not be done just now', 'Nothing was changed. Try again in a moment.')

  const pause = useMutation({ mutationFn: () => client.library.pause(), onError: failed })
  const resume = useMutation({ mutationFn: () => client.library.resume(), onError: failed })
  const retry = useMutation({
    mutationFn: (jobIds: readonly string[]) => client.library.retry({ jobIds: [...jobIds] }),
    onSuccess: refetch,
    onError: failed,
  })
  const leaveOut = useMutation({
    mutationFn: (jobIds: readonly string[]) => client.library.cancel({ jobIds: [...jobIds] }),
    onSuccess: async ({ cancelled }, jobIds) => {
      showUndo({ said: `${plural(cancelled, 'file')} left out`, undo: () => retry.mutate(jobIds) })
      await refetch()
    },
    onError: failed,
  })
  return {
    pause: () => pause.mutate(),
    resume: () => resume.mutate(),
    retry: retry.mutate,
    leaveOut: leaveOut.mutate,
    isRetrying: retry.isPending,
  }
}

/** The sources, with scanning and removing that can be undone. */
export function useSources() {
  const cache = useQueryClient()
  const { data: sources, isError } = useQuery(queries.sources)
  const refetch = () =>
    cache.invalidateQueries({ queryKey: ['library'], predicate: ({ queryKey }) => queryKey[1] !== 'state' })
  const failed = () => say('That could not be done just now', 'Nothing was changed. Try again in a moment.')

  const restore = useMutation({
    mutationFn: (source: Source) => client.library.restoreSource({ sourceId: source.id }),
    onSuccess: refetch,
    onError: failed,
  })
  const remove = useMutation({
    mutationFn: (source: Source) => client.library.removeSource({ sourceId: source.id }),
    onSuccess: async ({ documents }, source) => {
      const said = `“${source.title}” removed, with ${plural(documents, 'document')}`
      showUndo({ said, undo: () => restore.mutate(source) })
      await refetch()
    },
    onError: failed,
  })
  const rescan = useMutation({
    mutationFn: (source: Source | null) => client.library.rescan({ sourceId: source?.id }),
    onSuccess: async ({ queued }, source) => {
      const where = source ? `“${source.title}”` : 'all sources'
      say(queued === 0 ? `Nothing has changed in ${where}` : `${count(queued)} changed files found in ${where}`)
      await refetch()
    },
    onError: failed,
  })
  return {
    sources,
    isError,
    remove: remove.mutate,
    rescan: rescan.mutate,
    scanning: rescan.isPending ? (rescan.variables?.id ?? 'all') : null,
  }
}
