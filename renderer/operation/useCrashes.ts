import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { client } from '../app/client.ts'
import { say } from '../ui/Toasts.tsx'

const queryKey = ['operation', 'crashes']

/** The crash records, and a way to delete them. */
export function useCrashes() {
  const cache = useQueryClient()
  const { data, isError } = useQuery({
    queryKey,
    queryFn: ({ signal }) => client.operation.crashes.list(undefined, { signal }),
    staleTime: 0,
  })
  const forget = useMutation({
    mutationFn: () => client.operation.crashes.forget(),
    onSettled: () => cache.invalidateQueries({ queryKey }),
    onError: () => say('The records could not be deleted just now', 'They are as they were.'),
  })
  return { crashes: data, isError, forget: forget.mutate }
}
