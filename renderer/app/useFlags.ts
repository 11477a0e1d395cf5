import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FlagName, flags } from '#contract/flags'
import { client } from './client.ts'
import { queries } from './queries.ts'

const flagsQuery = queryOptions({
  queryKey: ['operation', 'flags'],
  queryFn: ({ signal }) => client.operation.flags(undefined, { signal }),
  staleTime: Number.POSITIVE_INFINITY,
})

/** Whether a flag is on; what the program comes with until its state is known. */
export function useFlag(name: FlagName): boolean {
  const { data } = useQuery(flagsQuery)
  return data?.find((flag) => flag.name === name)?.on ?? flags[name].on
}

/** Every flag, and a way to turn one. */
export function useFlags() {
  const cache = useQueryClient()
  const { data } = useQuery(flagsQuery)
  const turn = useMutation({
    mutationFn: (wanted: { readonly name: FlagName; readonly on: boolean }) => client.operation.setFlag(wanted),
    onSuccess: (states) => {
      cache.setQueryData(flagsQuery.queryKey, states)
      void cache.invalidateQueries({ queryKey: queries.suggestions.queryKey })
    },
  })
  return {
    flags: data,
    turn: turn.mutate,
    problem: turn.isError ? 'This could not be turned just now, so it is as it was. Try again in a moment.' : null,
  }
}
