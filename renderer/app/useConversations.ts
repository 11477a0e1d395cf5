import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import type { ConversationSummary } from '#contract/conversations.contract'
import { say, showUndo } from '../ui/Toasts.tsx'
import { client } from './client.ts'
import { queries } from './queries.ts'

/** The conversations of the side bar, with renaming and removing that can be undone. */
export function useConversations() {
  const cache = useQueryClient()
  const navigate = useNavigate()
  const { id: openId } = useParams({ strict: false })
  const { data } = useQuery(queries.conversations)
  const refetch = () => cache.invalidateQueries({ queryKey: ['chat'] })

  const restore = useMutation({
    mutationFn: (conversation: ConversationSummary) => client.chat.restore({ conversationId: conversation.id }),
    onSuccess: async (conversation) => {
      await refetch()
      await navigate({ to: '/c/$id', params: { id: conversation.id } })
    },
    onError: () => say('It could not be brought back just now', 'It is still in the bin; nothing is lost.'),
  })

  const remove = useMutation({
    mutationFn: (conversation: ConversationSummary) => client.chat.remove({ conversationId: conversation.id }),
    onSuccess: async (_removed, conversation) => {
      showUndo({ said: `“${conversation.title}” removed`, undo: () => restore.mutate(conversation) })
      if (conversation.id === openId) await navigate({ to: '/' })
      await refetch()
    },
    onError: () => say('It could not be removed just now', 'Nothing was changed.'),
  })

  const rename = useMutation({
    mutationFn: ({ id, title }: Pick<ConversationSummary, 'id' | 'title'>) =>
      client.chat.change({ conversationId: id, title }),
    onSettled: refetch,
    onError: () => say('The new name could not be kept just now', 'The conversation has its old name.'),
  })

  return { conversations: data, openId, remove: remove.mutate, rename: rename.mutate }
}
