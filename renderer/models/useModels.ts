import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ModelChoice } from '#contract/models.contract'
import type { SettingsChange } from '#contract/settings.contract'
import { sentenceForKey } from '#contract/settings.sentences'
import { client } from '../app/client.ts'
import { queries } from '../app/queries.ts'
import { say } from '../ui/Toasts.tsx'

/** What was found on this machine, looked for afresh, and the ways to choose and to set it up. */
export function useModels() {
  const cache = useQueryClient()
  const { data, isFetching, isError, refetch } = useQuery({ ...queries.models, refetchOnMount: 'always' })

  const choose = useMutation({
    mutationFn: (choice: ModelChoice | null) => client.models.choose({ choice }),
    onSuccess: (state) => cache.setQueryData(queries.models.queryKey, state),
    onError: () => say('The choice could not be kept just now', 'Nothing was changed.'),
  })
  const setUp = useMutation({
    mutationFn: async ({ settings, key }: SetUp) => {
      const changed = await client.settings.set(settings)
      cache.setQueryData(queries.settings.queryKey, changed)
      return key === undefined ? null : (await client.settings.setKey({ key })).kept
    },
    onSuccess: async (kept) => {
      if (kept) say('Kept', sentenceForKey(kept))
      await refetch()
    },
    onError: () => say('It could not be kept just now', 'Nothing was changed. Check the address and try again.'),
  })
  return {
    models: data,
    isLooking: isFetching,
    isError,
    look: () => void refetch(),
    choose: choose.mutate,
    setUp: setUp.mutateAsync,
  }
}

export interface SetUp {
  readonly settings: SettingsChange
  /** A new key, null to forget the one that is kept, absent to leave it. */
  readonly key?: string | null
}
