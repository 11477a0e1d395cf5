import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { client } from '../app/client.ts'

const every = 5_000

/** The traces and samples while they are measured, asked for again every five seconds. */
export function useInside(on: boolean) {
  const cache = useQueryClient()
  const traces = useQuery({
    queryKey: ['operation', 'inside', 'traces'],
    queryFn: ({ signal }) => client.operation.inside.traces(undefined, { signal }),
    refetchInterval: every,
    staleTime: 0,
    enabled: on,
  })
  const samples = useQuery({
    queryKey: ['operation', 'inside', 'samples'],
    queryFn: ({ signal }) => client.operation.inside.samples(undefined, { signal }),
    refetchInterval: every,
    staleTime: 0,
    enabled: on,
  })
  const forget = useMutation({
    mutationFn: () => client.operation.inside.forget(),
    onSettled: () => cache.invalidateQueries({ queryKey: ['operation', 'inside'] }),
  })
  return { traces: traces.data, samples: samples.data, forget: forget.mutate }
}
