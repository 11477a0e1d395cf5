import { ORPCError } from '@orpc/client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { z } from 'zod'
import type { ModelChoice } from '#contract/models.contract'
import { sentenceForOllamaStart } from '#contract/models.sentences'
import type { SettingsChange } from '#contract/settings.contract'
import { client } from '../app/client.ts'
import { queries } from '../app/queries.ts'

const lookAgainAfter = 5_000

/** What was found on this machine; looked for again by itself until there is a model. */
export function useModels() {
  const { data, isFetching, isError, refetch } = useQuery({
    ...queries.models,
    refetchOnMount: 'always',
    refetchInterval: ({ state }) =>
      state.data?.servers.every((server) => server.advice === null) ? false : lookAgainAfter,
  })
  return { models: data, isLooking: isFetching, isError, look: () => void refetch() }
}

/** Chooses what answers from now on. */
export function useChoose() {
  const cache = useQueryClient()
  const choose = useMutation({
    mutationFn: (choice: ModelChoice | null) => client.models.choose({ choice }),
    onSuccess: (state) => cache.setQueryData(queries.models.queryKey, state),
  })
  return {
    choose: choose.mutate,
    problem: choose.isError
      ? 'The choice could not be kept just now, so it is as it was. Try again in a moment.'
      : null,
  }
}

/** Keeps where a server is; what was typed stays where it is until that is done. */
export function useSetUp({ onKept }: { readonly onKept: () => void }) {
  const cache = useQueryClient()
  const setUp = useMutation({
    mutationFn: (settings: SettingsChange) => client.settings.set(settings),
    onSuccess: async (changed) => {
      cache.setQueryData(queries.settings.queryKey, changed)
      onKept()
      await cache.invalidateQueries({ queryKey: queries.models.queryKey })
    },
  })
  return {
    keep: setUp.mutate,
    isKeeping: setUp.isPending,
    problem: setUp.isError
      ? 'This could not be kept just now. What you typed is still here; try again in a moment.'
      : null,
  }
}

/** Starts Ollama on this machine and waits until it answers. */
export function useStartOllama() {
  const cache = useQueryClient()
  const start = useMutation({
    mutationFn: () => client.models.startOllama(),
    onSuccess: (state) => cache.setQueryData(queries.models.queryKey, state),
  })
  const failed = start.error
  const known = failed instanceof ORPCError ? NotStarted.safeParse(failed.data) : null
  return {
    start: () => start.mutate(),
    isStarting: start.isPending,
    problem: failed
      ? known?.success
        ? sentenceForOllamaStart(known.data)
        : 'Ollama could not be started just now. Try again in a moment.'
      : null,
  }
}

const NotStarted = z.object({
  reason: z.enum(['not-here', 'not-installed', 'ended', 'silent']),
  detail: z.string(),
})
