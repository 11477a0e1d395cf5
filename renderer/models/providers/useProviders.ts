import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Provider, ProviderWish } from '#contract/providers.contract'
import { sentenceForKey } from '#contract/settings.sentences'
import { client } from '../../app/client.ts'
import { queries } from '../../app/queries.ts'
import { say } from '../../ui/Toasts.tsx'

const listKey = ['models', 'providers']

/** The servers that were set up. */
export function useProviders() {
  const { data } = useQuery({
    queryKey: listKey,
    queryFn: ({ signal }) => client.models.providers.list(undefined, { signal }),
  })
  return data
}

/** Keeps or forgets a server; what was typed stays where it is until that is done. */
export function useKeepProvider({ onKept }: { readonly onKept: () => void }) {
  const cache = useQueryClient()
  const changed = async () => {
    onKept()
    await Promise.all(
      [listKey, queries.settings.queryKey, queries.models.queryKey].map((queryKey) =>
        cache.invalidateQueries({ queryKey }),
      ),
    )
  }
  const keep = useMutation({
    mutationFn: ({ id, wish, key }: { id: string | null; wish: ProviderWish; key: string | null | undefined }) =>
      id === null
        ? client.models.providers.add({ ...wish, key: key ?? undefined })
        : client.models.providers.change({ ...wish, id, key }),
    onSuccess: async ({ kept }) => {
      if (kept) sayInTwo(sentenceForKey(kept))
      await changed()
    },
  })
  const remove = useMutation({
    mutationFn: ({ id }: Pick<Provider, 'id'>) => client.models.providers.remove({ id }),
    onSuccess: changed,
  })
  return {
    keep: keep.mutate,
    remove: remove.mutate,
    isKeeping: keep.isPending || remove.isPending,
    problem:
      keep.isError || remove.isError
        ? 'This could not be kept just now. What you typed is still here; try again in a moment.'
        : null,
  }
}

/** What comes after the first sentence stands below it, where it is not cut. */
function sayInTwo(text: string) {
  const end = text.indexOf('. ')
  if (end === -1) say(text)
  else say(text.slice(0, end), text.slice(end + 2))
}

/** Tries the connection to a server: it is asked for its list of models, and sent nothing but the key. */
export function useTrial() {
  const trial = useMutation({
    mutationFn: (input: { address: string; id?: string | undefined; key?: string | undefined }) =>
      client.models.providers.test(input),
  })
  return {
    trial: trial.data,
    isTrying: trial.isPending,
    problem: trial.isError ? 'The connection could not be tried just now. Try again in a moment.' : null,
    run: trial.mutate,
    reset: trial.reset,
  }
}
