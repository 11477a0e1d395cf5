import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { Pull } from '#contract/pulls.contract'
import { client } from '../app/client.ts'
import { queries } from '../app/queries.ts'
import { say } from '../ui/Toasts.tsx'

const queryKey = ['models', 'pulls']
const lookEvery = 500

/** Models on their way, looked at for as long as one is; the list of models is read anew when one has come. */
export function usePulls() {
  const cache = useQueryClient()
  const { data: pulls = [] } = useQuery({
    queryKey,
    queryFn: ({ signal }) => client.models.pulls.list(undefined, { signal }),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.some(isUnderWay) ? lookEvery : false),
  })
  const done = pulls.filter(({ state }) => state === 'done').length
  const before = useRef(done)
  useEffect(() => {
    if (done !== before.current) void cache.invalidateQueries({ queryKey: queries.models.queryKey })
    before.current = done
  }, [done, cache])

  const refetch = () => cache.invalidateQueries({ queryKey: ['models'] })
  const start = useMutation({
    mutationFn: (name: string) => client.models.pulls.start({ name }),
    onSettled: refetch,
    onError: () => say('It could not be fetched just now', 'Nothing was changed. Try again in a moment.'),
  })
  const stop = useMutation({
    mutationFn: (name: string) => client.models.pulls.stop({ name }),
    onSettled: refetch,
  })
  const dismiss = useMutation({
    mutationFn: (name: string) => client.models.pulls.dismiss({ name }),
    onSettled: refetch,
  })
  const remove = useMutation({
    mutationFn: (name: string) => client.models.pulls.remove({ name }),
    onSuccess: (_removed, name) => say(`${name} is deleted`, 'It can be fetched again at any time.'),
    onSettled: refetch,
    onError: () => say('It could not be deleted just now', 'The model is still there.'),
  })
  return { pulls, start: start.mutate, stop: stop.mutate, dismiss: dismiss.mutate, remove: remove.mutate }
}

/** Whether a model is still coming. */
export function isUnderWay({ state }: Pull): boolean {
  return state === 'pulling' || state === 'waiting'
}
