import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { DocumentLabels } from '#contract/labels.contract'
import { client } from '../app/client.ts'
import { queries } from '../app/queries.ts'
import { say, showUndo } from '../ui/Toasts.tsx'
import { plural } from '../ui/words.ts'

/** The tags and the category of some documents, all that are in use, and the ways to change them. */
export function useLabels(documentIds: readonly string[]) {
  const cache = useQueryClient()
  const ids = [...documentIds]
  const key = ['library', 'labels', ids]
  const labels = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => client.library.labels.of({ documentIds: ids }, { signal }),
  })
  const tags = useQuery(queries.tags)
  const categories = useQuery(queries.categories)
  const changed = () =>
    Promise.all(
      [key, queries.tags.queryKey, queries.categories.queryKey, ['library', 'list']].map((queryKey) =>
        cache.invalidateQueries({ queryKey }),
      ),
    )
  const failed = () => say('That could not be kept just now', 'The labels are as they were. Try again in a moment.')

  const setTag = useMutation({
    mutationFn: ({ tag, on }: { readonly tag: string; readonly on: boolean }) =>
      on
        ? client.library.labels.tag({ documentIds: ids, tag })
        : client.library.labels.untag({ documentIds: ids, tag }),
    onSuccess: changed,
    onError: failed,
  })
  const putBack = useMutation({
    mutationFn: async (before: readonly DocumentLabels[]) => {
      for (const [category, documents] of Map.groupBy(before, (one) => one.category)) {
        const documentIds = documents.map(({ documentId }) => documentId)
        await client.library.labels.categorize({ documentIds, category })
      }
    },
    onSuccess: changed,
    onError: failed,
  })
  const setCategory = useMutation({
    mutationFn: async (category: string | null) => {
      const before = await client.library.labels.of({ documentIds: ids })
      await client.library.labels.categorize({ documentIds: ids, category })
      return before
    },
    onSuccess: async (before, category) => {
      const what = plural(ids.length, 'document')
      const said = category === null ? `${what} taken out of their category` : `${what} put into “${category}”`
      showUndo({ said, undo: () => putBack.mutate(before) })
      await changed()
    },
    onError: failed,
  })

  return {
    labels: labels.data,
    tags: tags.data ?? [],
    categories: categories.data ?? [],
    setTag: setTag.mutate,
    setCategory: setCategory.mutate,
  }
}
