import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import type { ConversationSummary } from '#contract/conversations.contract'
import { say, showUndo } from '../ui/Toasts.tsx'
import { client } from './client.ts'
import { queries } from './queries.ts'

export interface ConversationChange {
  readonly id: string
  readonly title?: string
  readonly pinned?: boolean
  readonly archived?: boolean
  readonly folderId?: string | null
}

/** The conversations of the side bar: those at hand, those pinned, and the folders. */
export function useConversations() {
  const { id: openId } = useParams({ strict: false })
  const listed = useInfiniteQuery(queries.conversations)
  const { data: pinned = [] } = useQuery(queries.pinned)
  const { data: folders = [] } = useQuery(queries.conversationFolders)
  const conversations = listed.data?.pages.flat()
  return {
    conversations,
    pinned,
    folders,
    openId,
    hasMore: listed.hasNextPage,
    more: () => void listed.fetchNextPage(),
  }
}

/** What can be done with a conversation, from wherever it is listed; what takes it away can be undone. */
export function useConversationWork() {
  const cache = useQueryClient()
  const navigate = useNavigate()
  const { id: openId } = useParams({ strict: false })
  const refetch = () => cache.invalidateQueries({ queryKey: ['chat'] })

  const restore = useMutation({
    mutationFn: (conversation: Pick<ConversationSummary, 'id'>) =>
      client.chat.restore({ conversationId: conversation.id }),
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

  const change = useMutation({
    mutationFn: ({ id, ...wanted }: ConversationChange) => client.chat.change({ conversationId: id, ...wanted }),
    onSuccess: (conversation, { id, archived }) => {
      if (archived === true)
        showUndo({
          said: `“${conversation.title}” is in the archive`,
          undo: () => change.mutate({ id, archived: false }),
        })
    },
    onSettled: refetch,
    onError: () => say('This could not be kept just now', 'The conversation is as it was.'),
  })

  const addFolder = useMutation({
    mutationFn: async ({ title, conversationId }: { readonly title: string; readonly conversationId?: string }) => {
      const folder = await client.chat.folders.add({ title })
      if (conversationId) await client.chat.change({ conversationId, folderId: folder.id })
    },
    onSettled: refetch,
    onError: () => say('The folder could not be made just now', 'Nothing was changed.'),
  })

  const renameFolder = useMutation({
    mutationFn: (wanted: { readonly folderId: string; readonly title: string }) => client.chat.folders.rename(wanted),
    onSettled: refetch,
    onError: () => say('The new name could not be kept just now', 'The folder has its old name.'),
  })

  const removeFolder = useMutation({
    mutationFn: (folderId: string) => client.chat.folders.remove({ folderId }),
    onSettled: refetch,
    onSuccess: () => say('The folder is gone', 'Its conversations are with the others.'),
    onError: () => say('The folder could not be removed just now', 'Nothing was changed.'),
  })

  return {
    restore: restore.mutate,
    remove: remove.mutate,
    change: change.mutate,
    addFolder: addFolder.mutate,
    renameFolder: renameFolder.mutate,
    removeFolder: removeFolder.mutate,
  }
}
