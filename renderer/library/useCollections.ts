import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Collection } from '#contract/collections.contract'
import { client } from '../app/client.ts'
import { queries } from '../app/queries.ts'
import { say, showUndo } from '../ui/Toasts.tsx'

export interface CollectionChange {
  /** Null makes a new one. */
  readonly id: string | null
  readonly name: string
  readonly sourceIds: readonly string[]
}

/** The collections, and the ways to make, change and remove them; removing can be undone. */
export function useCollections() {
  const cache = useQueryClient()
  const { data: collections } = useQuery(queries.collections)
  const changed = () =>
    Promise.all([
      cache.invalidateQueries({ queryKey: queries.collections.queryKey }),
      cache.invalidateQueries({ queryKey: queries.bin.queryKey }),
      cache.invalidateQueries({ queryKey: ['library', 'list'] }),
    ])
  const failed = () => say('That could not be done just now', 'Nothing was changed. Try again in a moment.')

  const keep = useMutation({
    mutationFn: ({ id, name, sourceIds }: CollectionChange) =>
      id === null
        ? client.library.collections.create({ name, sourceIds: [...sourceIds] })
        : client.library.collections.change({ collectionId: id, name, sourceIds: [...sourceIds] }),
    onSuccess: changed,
    onError: failed,
  })
  const restore = useMutation({
    mutationFn: ({ id }: Collection) => client.library.collections.restore({ collectionId: id }),
    onSuccess: changed,
    onError: failed,
  })
  const remove = useMutation({
    mutationFn: ({ id }: Collection) => client.library.collections.remove({ collectionId: id }),
    onSuccess: async (_removed, collection) => {
      showUndo({ said: `Collection “${collection.name}” removed`, undo: () => restore.mutate(collection) })
      await changed()
    },
    onError: failed,
  })
  return { collections, keep: keep.mutate, isKeeping: keep.isPending, remove: remove.mutate }
}
