import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client } from './client.ts'
import { queries } from './queries.ts'

/** Lets questions be sent to a server on another machine, and takes that back. */
export function useConsent({ onAllowed }: { readonly onAllowed?: () => void } = {}) {
  const cache = useQueryClient()
  const changed = () => {
    void cache.invalidateQueries({ queryKey: queries.settings.queryKey })
    return cache.invalidateQueries({ queryKey: queries.models.queryKey })
  }
  const allow = useMutation({
    mutationFn: (id: string) => client.models.providers.allow({ id }),
    onSuccess: () => {
      onAllowed?.()
      void changed()
    },
  })
  const withdraw = useMutation({
    mutationFn: (id: string) => client.models.providers.withdraw({ id }),
    onSuccess: changed,
  })
  return {
    allow: allow.mutate,
    withdraw: withdraw.mutate,
    isAllowing: allow.isPending,
    problem:
      allow.isError || withdraw.isError
        ? 'This could not be kept just now, so it is as it was, and nothing was sent. Try again in a moment.'
        : null,
  }
}
