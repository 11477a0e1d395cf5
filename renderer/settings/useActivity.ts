import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { ActivityFilter } from '#contract/activity.contract'
import { client } from '../app/client.ts'
import { saveFile } from '../app/save-file.ts'
import { say } from '../ui/Toasts.tsx'
import { activityGroups } from './activity-words.ts'

const rowsAtOnce = 200
const day = 86_400_000

/** What Alcove did, as far as it was scrolled to; what is shown of it, and what can be done with it. */
export function useActivity() {
  const [group, setGroup] = useState('all')
  const [date, setDate] = useState('')
  const filter = filterOf(group, date)
  const pages = useInfiniteQuery({
    queryKey: ['activity', filter],
    queryFn: ({ pageParam, signal }) =>
      client.activity.list({ ...filter, limit: rowsAtOnce, after: pageParam }, { signal }),
    initialPageParam: undefined as { at: number; id: number } | undefined,
    getNextPageParam: ({ entries }) => {
      const last = entries.at(-1)
      return last && entries.length === rowsAtOnce ? { at: last.at, id: last.id } : undefined
    },
    staleTime: 0,
  })
  const check = useMutation({ mutationFn: () => client.activity.check() })
  const save = useMutation({
    mutationFn: (format: 'jsonl' | 'csv') => client.activity.export({ ...filter, format }),
    onSuccess: saveFile,
    onError: () => say('The list could not be saved just now', 'It is as it was.'),
  })
  return {
    group,
    setGroup,
    date,
    setDate,
    total: pages.data?.pages[0]?.total,
    entries: pages.data?.pages.flatMap((page) => page.entries) ?? [],
    failed: pages.isError,
    more: () => {
      if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage()
    },
    check: check.mutate,
    isChecking: check.isPending,
    checked: check.data,
    save: save.mutate,
  }
}

function filterOf(group: string, date: string): ActivityFilter {
  const kinds = [...(activityGroups.find(({ value }) => value === group)?.kinds ?? [])]
  const from = date === '' ? Number.NaN : new Date(`${date}T00:00`).getTime()
  // A day is as long as the clock says: 23 hours, once a year.
  const to = new Date(from + 1.5 * day).setHours(0, 0, 0, 0)
  return Number.isNaN(from) ? { kinds } : { kinds, from, to }
}
