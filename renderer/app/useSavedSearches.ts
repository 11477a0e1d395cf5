import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { SavedSearch } from '#contract/saved-searches.contract'
import { say, showUndo } from '../ui/Toasts.tsx'
import { client } from './client.ts'
import { queries } from './queries.ts'

/** The searches a person keeps, with saving, renaming and removing that can be undone. */
export function useSavedSearches() {
  const cache = useQueryClient()
  const { data } = useQuery(queries.savedSearches)
  const refetch = () => cache.invalidateQueries({ queryKey: queries.savedSearches.queryKey })

  const restore = useMutation({
    mutationFn: (saved: SavedSearch) => client.search.saved.restore({ savedSearchId: saved.id }),
    onSettled: refetch,
    onError: () => say('It could not be brought back just now', 'Save the search again to keep it.'),
  })
  const remove = useMutation({
    mutationFn: (saved: SavedSearch) => client.search.saved.remove({ savedSearchId: saved.id }),
    onSuccess: (_removed, saved) => showUndo({ said: `“${saved.name}” removed`, undo: () => restore.mutate(saved) }),
    onSettled: refetch,
    onError: () => say('It could not be removed just now', 'Nothing was changed.'),
  })
  const rename = useMutation({
    mutationFn: ({ id, name }: Pick<SavedSearch, 'id' | 'name'>) =>
      client.search.saved.change({ savedSearchId: id, name }),
    onSettled: refetch,
    onError: () => say('The new name could not be kept just now', 'The search has its old name.'),
  })
  const save = useMutation({
    mutationFn: (query: string) => client.search.saved.add({ query }),
    onSuccess: () => say('Saved in the side bar'),
    onSettled: refetch,
    onError: () => say('The search could not be saved just now', 'What you typed is still in the box.'),
  })
  return { saved: data ?? [], save: save.mutate, remove: remove.mutate, rename: rename.mutate }
}
