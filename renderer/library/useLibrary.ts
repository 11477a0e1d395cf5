import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Source } from '#contract/library-item'
import { client } from '../app/client.ts'
import { queries } from '../app/queries.ts'
import { say, showUndo } from '../ui/Toasts.tsx'
import { count, plural } from '../ui/words.ts'

/** What can be done with files in the queue: pausing, trying again, leaving out. */
export function useWork() {
  const cache = useQueryClient()
  const refetch = () =>
    Promise.all([
      cache.invalidateQueries({ queryKey: ['library', 'list'] }),
      cache.invalidateQueries({ queryKey: ['library', 'tree'] }),
    ])
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
  const hold = useMutation({
    mutationFn: ({ id, paused }: Source) =>
      paused ? client.library.resumeSource({ sourceId: id }) : client.library.pauseSource({ sourceId: id }),
    onSuccess: refetch,
    onError: failed,
  })
  return {
    sources,
    isError,
    hold: hold.mutate,
    remove: remove.mutate,
    rescan: rescan.mutate,
    scanning: rescan.isPending ? (rescan.variables?.id ?? 'all') : null,
  }
}
