import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ModelChoice } from '#contract/models.contract'
import type { SettingsChange } from '#contract/settings.contract'
import { sentenceForKey } from '#contract/settings.sentences'
import { client } from '../app/client.ts'
import { queries } from '../app/queries.ts'
import { say } from '../ui/Toasts.tsx'

export interface SetUp {
  readonly settings: SettingsChange
  /** A new key, null to forget the one that is kept, absent to leave it. */
  readonly key?: string | null
}

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

/** Keeps where a server is, and its key; what was typed stays where it is until that is done. */
export function useSetUp({ onKept }: { readonly onKept: () => void }) {
  const cache = useQueryClient()
  const setUp = useMutation({
    mutationFn: async ({ settings, key }: SetUp) => {
      const changed = await client.settings.set(settings)
      cache.setQueryData(queries.settings.queryKey, changed)
      return key === undefined ? null : (await client.settings.setKey({ key })).kept
    },
    onSuccess: async (kept) => {
      onKept()
      if (kept) say(sentenceForKey(kept))
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
