import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { client } from '../../app/client.ts'
import { say } from '../../ui/Toasts.tsx'

/** Goes between the branches of a conversation, and begins a new one from an answer. */
export function useBranches() {
  const cache = useQueryClient()
  const navigate = useNavigate()
  const refetch = () => cache.invalidateQueries({ queryKey: ['chat'] })

  const show = useMutation({
    mutationFn: (messageId: string) => client.chat.show({ messageId }),
    onSuccess: refetch,
    onError: () => say('The other branch could not be shown just now', 'Nothing was changed.'),
  })
  const fork = useMutation({
    mutationFn: (answerId: string) => client.chat.fork({ answerId }),
    onSuccess: async ({ id }) => {
      await refetch()
      await navigate({ to: '/c/$id', params: { id } })
      say('A new conversation from here', 'The one it was taken from is as it was.')
    },
    onError: () => say('It could not be taken from here just now', 'Nothing was changed.'),
  })
  return { show: show.mutate, fork: fork.mutate }
}
