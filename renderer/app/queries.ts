import { ORPCError } from '@orpc/client'
import { infiniteQueryOptions, keepPreviousData, QueryClient, queryOptions, useQuery } from '@tanstack/react-query'
import type { LibraryState } from '#contract/library.contract'
import { client } from './client.ts'

/** Server state of the page. A call that was cut off is tried again; a failure the contract names is not. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (failures, error) => !(error instanceof ORPCError) && failures < 5,
      retryDelay: 300,
      staleTime: 10_000,
      refetchOnWindowFocus: false,
    },
    mutations: { retry: false },
  },
})

const conversationsAtOnce = 100

/** The questions several features ask of the server. */
export const queries = {
  /** Filled by the stream `library.changes`. */
  libraryState: queryOptions({
    queryKey: ['library', 'state'],
    queryFn: (): LibraryState | null => null,
    staleTime: Number.POSITIVE_INFINITY,
  }),
  /** Whether the library is open, closed or being converted. */
  encryption: queryOptions({
    queryKey: ['encryption'],
    queryFn: ({ signal }) => client.encryption.state(undefined, { signal }),
  }),
  sources: queryOptions({
    queryKey: ['library', 'sources'],
    queryFn: ({ signal }) => client.library.sources(undefined, { signal }),
  }),
  collections: queryOptions({
    queryKey: ['library', 'collections'],
    queryFn: ({ signal }) => client.library.collections.list(undefined, { signal }),
  }),
  tags: queryOptions({
    queryKey: ['library', 'tags'],
    queryFn: ({ signal }) => client.library.labels.tags(undefined, { signal }),
  }),
  categories: queryOptions({
    queryKey: ['library', 'categories'],
    queryFn: ({ signal }) => client.library.labels.categories(undefined, { signal }),
  }),
  bin: queryOptions({
    queryKey: ['library', 'bin'],
    queryFn: ({ signal }) => client.library.bin.list(undefined, { signal }),
  }),
  passages: (documentId: string) =>
    queryOptions({
      queryKey: ['library', 'passages', documentId],
      queryFn: ({ signal }) => client.library.passages({ documentId }, { signal }),
    }),
  /** Page by page, the newest first. */
  conversations: infiniteQueryOptions({
    queryKey: ['chat', 'conversations'],
    queryFn: ({ signal, pageParam }) =>
      client.chat.conversations({ limit: conversationsAtOnce, before: pageParam ?? undefined }, { signal }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => (page.length < conversationsAtOnce ? undefined : page.at(-1)?.updatedAt),
  }),
  /** Its last so many turns. */
  conversation: (conversationId: string, last: number) =>
    queryOptions({
      queryKey: ['chat', 'conversation', conversationId, last],
      queryFn: ({ signal }) => client.chat.conversation({ conversationId, last }, { signal }),
      placeholderData: keepPreviousData,
      // Another window may have asked meanwhile.
      refetchOnWindowFocus: 'always',
    }),
  conversationTree: (conversationId: string) =>
    queryOptions({
      queryKey: ['chat', 'tree', conversationId],
      queryFn: ({ signal }) => client.chat.tree({ conversationId }, { signal }),
    }),
  answers: (questionId: string) =>
    queryOptions({
      queryKey: ['chat', 'answers', questionId],
      queryFn: ({ signal }) => client.chat.answers({ questionId }, { signal }),
    }),
  pinned: queryOptions({
    queryKey: ['chat', 'pinned'],
    queryFn: ({ signal }) => client.chat.conversations({ limit: 200, show: 'pinned' }, { signal }),
  }),
  assistants: queryOptions({
    queryKey: ['answers', 'assistants'],
    queryFn: ({ signal }) => client.chat.assistants.list(undefined, { signal }),
  }),
  prompts: queryOptions({
    queryKey: ['answers', 'prompts'],
    queryFn: ({ signal }) => client.chat.prompts.list(undefined, { signal }),
  }),
  exportedTalks: queryOptions({
    queryKey: ['chat', 'exported'],
    queryFn: ({ signal }) => client.chat.exported.waiting(undefined, { signal }),
  }),
  archived: queryOptions({
    queryKey: ['chat', 'archived'],
    queryFn: ({ signal }) => client.chat.conversations({ limit: 500, show: 'archived' }, { signal }),
  }),
  conversationBin: queryOptions({
    queryKey: ['chat', 'bin'],
    queryFn: ({ signal }) => client.chat.bin(undefined, { signal }),
  }),
  conversationSearch: (query: string) =>
    queryOptions({
      queryKey: ['chat', 'search', query],
      queryFn: ({ signal }) => client.chat.searchConversations({ query, limit: 50 }, { signal }),
      placeholderData: keepPreviousData,
    }),
  conversationFolders: queryOptions({
    queryKey: ['chat', 'folders'],
    queryFn: ({ signal }) => client.chat.folders.list(undefined, { signal }),
  }),
  savedSearches: queryOptions({
    queryKey: ['search', 'saved'],
    queryFn: ({ signal }) => client.search.saved.list(undefined, { signal }),
  }),
  recentSearches: queryOptions({
    queryKey: ['search', 'recent'],
    queryFn: ({ signal }) => client.search.saved.recent(undefined, { signal }),
  }),
  suggestions: queryOptions({
    queryKey: ['chat', 'suggestions'],
    queryFn: ({ signal }) => client.chat.suggestions(undefined, { signal }),
    placeholderData: keepPreviousData,
  }),
  models: queryOptions({
    queryKey: ['models', 'state'],
    queryFn: ({ signal }) => client.models.state(undefined, { signal }),
  }),
  settings: queryOptions({
    queryKey: ['settings'],
    queryFn: ({ signal }) => client.settings.get(undefined, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  }),
  document: (documentId: string) =>
    queryOptions({
      queryKey: ['library', 'document', documentId],
      queryFn: ({ signal }) => client.library.document({ documentId }, { signal }),
    }),
  outline: (documentId: string, modifiedAt: number) =>
    queryOptions({
      queryKey: ['library', 'outline', documentId, modifiedAt],
      queryFn: ({ signal }) => client.library.outline({ documentId }, { signal }),
    }),
}

/** What the library holds and does at this moment; null until the first event. */
export function useLibraryState() {
  return useQuery(queries.libraryState).data ?? null
}
