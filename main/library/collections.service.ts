import type { Collection, CollectionNotFound } from '#contract/collections.contract'
import { fail, ok, type Result } from '#contract/result'
import type { LibraryStore } from './library.store.ts'

export type CollectionsService = ReturnType<typeof createCollectionsService>

/** Groups of sources; a source that was removed is in none until it is restored. */
export function createCollectionsService({ collections, sources }: Pick<LibraryStore, 'collections' | 'sources'>) {
  return { list, create, change, remove, restore }

  function list(): Collection[] {
    const documents = sources.documentCounts()
    const live = new Set(sources.live().map(({ id }) => id))
    const members = collections.sourceIds()
    return collections.live().map(({ id, name, createdAt }) => {
      const sourceIds = (members.get(id) ?? []).filter((sourceId) => live.has(sourceId))
      const count = sourceIds.reduce((total, sourceId) => total + (documents.get(sourceId) ?? 0), 0)
      return { id, name, sourceIds, documents: count, createdAt }
    })
  }

  function create(wanted: { readonly name: string; readonly sourceIds: readonly string[] }): Collection {
    return shown(collections.create(wanted.name, known(wanted.sourceIds)).id)
  }

  function change(
    id: string,
    wanted: { readonly name?: string | undefined; readonly sourceIds?: readonly string[] | undefined },
  ): Result<Collection, CollectionNotFound> {
    if (!isLive(id)) return missing(id)
    collections.change(id, { ...wanted, ...(wanted.sourceIds && { sourceIds: known(wanted.sourceIds) }) })
    return ok(shown(id))
  }

  function remove(id: string): Result<null, CollectionNotFound> {
    if (!isLive(id)) return missing(id)
    collections.remove(id)
    return ok(null)
  }

  function restore(id: string): Result<Collection, CollectionNotFound> {
    if (!collections.find(id)) return missing(id)
    collections.restore(id)
    return ok(shown(id))
  }

  function isLive(id: string): boolean {
    return collections.find(id)?.deletedAt === null
  }

  function shown(id: string): Collection {
    const found = list().find((collection) => collection.id === id)
    if (!found) throw new Error('A collection that was just written is not there')
    return found
  }

  function known(sourceIds: readonly string[]): readonly string[] {
    return sourceIds.filter((id) => sources.find(id) !== undefined)
  }
}

function missing(collectionId: string) {
  return fail({ code: 'COLLECTION_NOT_FOUND', message: 'No such collection', collectionId })
}
