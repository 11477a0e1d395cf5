import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { BinItem } from '#contract/bin.contract'
import { client } from '../app/client.ts'
import { queries } from '../app/queries.ts'
import { say, showUndo } from '../ui/Toasts.tsx'
import { plural } from '../ui/words.ts'
import type { Picked } from './selection.ts'

/** Taking documents out of the library and bringing back what was taken out. */
export function useBin() {
  const cache = useQueryClient()
  const { data: items, isError, refetch } = useQuery(queries.bin)
  const changed = () =>
    cache.invalidateQueries({ queryKey: ['library'], predicate: ({ queryKey }) => queryKey[1] !== 'state' })
  const failed = () => say('That could not be done just now', 'Nothing was changed. Try again in a moment.')

  const restore = useMutation({
    mutationFn: async (wanted: readonly Pick<BinItem, 'kind' | 'id'>[]) => {
      const documentIds = wanted.filter(({ kind }) => kind === 'document').map(({ id }) => id)
      if (documentIds.length > 0) await client.library.bin.restoreDocuments({ documentIds })
      for (const { kind, id } of wanted) {
        if (kind === 'source') await client.library.restoreSource({ sourceId: id })
        if (kind === 'collection') await client.library.collections.restore({ collectionId: id })
      }
    },
    onSuccess: changed,
    onError: failed,
  })
  const remove = useMutation({
    mutationFn: (documents: readonly Picked[]) =>
      client.library.bin.removeDocuments({ documentIds: documents.flatMap(({ documentId }) => documentId ?? []) }),
    onSuccess: async (_removed, documents) => {
      const [first] = documents
      const said =
        documents.length === 1 && first ? `“${first.name}” removed` : `${plural(documents.length, 'document')} removed`
      const ids = documents.flatMap(({ documentId }) => documentId ?? [])
      showUndo({ said, undo: () => restore.mutate(ids.map((id) => ({ kind: 'document', id }))) })
      await changed()
    },
    onError: failed,
  })
  const forget = useMutation({
    mutationFn: (forgotten: readonly BinItem[]) => client.library.bin.empty({ ids: forgotten.map(({ id }) => id) }),
    onSuccess: changed,
    onError: failed,
  })
  return {
    items,
    isError,
    again: () => void refetch(),
    remove: remove.mutate,
    restore: restore.mutate,
    forget: forget.mutate,
    isForgetting: forget.isPending,
  }
}
