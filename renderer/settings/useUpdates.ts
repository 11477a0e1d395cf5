import { ORPCError } from '@orpc/client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { UpdateProblem } from '#contract/updates.contract'
import { sentenceForUpdate } from '#contract/updates.sentences'
import { client } from '../app/client.ts'

const queryKey = ['updates', 'state']

/** Which version this is and what can be done about a newer one; nothing happens unless it is asked for. */
export function useUpdates() {
  const cache = useQueryClient()
  const { data: state } = useQuery({ queryKey, queryFn: ({ signal }) => client.updates.state(undefined, { signal }) })
  const [done, setDone] = useState<number | null>(null)
  const look = useMutation({
    mutationFn: () => client.updates.look(),
    onSuccess: (looked) => cache.setQueryData(queryKey, looked),
  })
  const fetch = useMutation({
    mutationFn: async () => {
      setDone(0)
      for await (const step of await client.updates.fetch()) setDone(step.done)
    },
    onSettled: () => {
      setDone(null)
      void cache.invalidateQueries({ queryKey })
    },
  })
  const install = useMutation({
    mutationFn: () => client.updates.install(),
    onSettled: () => cache.invalidateQueries({ queryKey }),
  })
  const error = install.error ?? fetch.error ?? look.error
  return {
    state,
    look: () => {
      fetch.reset()
      install.reset()
      look.mutate()
    },
    isLooking: look.isPending,
    /** True once somebody looked since the page was opened. */
    hasLooked: look.isSuccess,
    fetch: fetch.mutate,
    /** From 0 to 1 while it is fetched. */
    done,
    install: install.mutate,
    isInstalling: install.isPending,
    problem: error && sentenceOf(error),
  }
}

function sentenceOf(error: Error): string {
  const problem = error instanceof ORPCError ? UpdateProblem.safeParse(error.data?.problem) : null
  if (problem?.success) return sentenceForUpdate(problem.data)
  return 'This broke off. Your Alcove and your library are as they were. Try again in a moment.'
}
