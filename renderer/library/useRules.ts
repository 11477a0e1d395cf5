import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { client } from '../app/client.ts'
import { say } from '../ui/Toasts.tsx'
import { plural } from '../ui/words.ts'

/** The patterns that hold for a source, and a way to set them; `sourceId` null sets those for all sources. */
export function useRules(sourceId: string | null, shownBy: string) {
  const cache = useQueryClient()
  const { data, isError, refetch } = useQuery({
    queryKey: ['library', 'rules', shownBy],
    queryFn: ({ signal }) => client.library.rules.of({ sourceId: shownBy }, { signal }),
    staleTime: 0,
  })
  const set = useMutation({
    mutationFn: (patterns: string) => client.library.rules.set({ sourceId, patterns }),
    onSuccess: async ({ queued }) => {
      say(queued > 0 ? `Rules kept. ${plural(queued, 'file is', 'files are')} being read` : 'Rules kept')
      await cache.invalidateQueries({ queryKey: ['library'], predicate: ({ queryKey }) => queryKey[1] !== 'state' })
    },
    onError: () => say('The rules could not be kept just now', 'They are as they were. Try again in a moment.'),
  })
  return { rules: data, isError, again: () => void refetch(), set: set.mutate, isSetting: set.isPending }
}

/** What a source would leave out with these patterns; asked for when the typing rests. */
export function usePreview(sourceId: string, patterns: string) {
  const rested = useRested(patterns, 300)
  const { data, isFetching, isError } = useQuery({
    queryKey: ['library', 'rules', 'preview', sourceId, rested],
    queryFn: ({ signal }) => client.library.rules.preview({ sourceId, patterns: rested, limit: 200 }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  })
  return { preview: data, isWaiting: isFetching || rested !== patterns, isError }
}

function useRested<T>(value: T, milliseconds: number) {
  const [rested, setRested] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), milliseconds)
    return () => clearTimeout(timer)
  }, [value, milliseconds])
  return rested
}
