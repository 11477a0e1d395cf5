import type { Collection } from '#contract/collections.contract'

/** The collection that holds just these sources, so that a choice of sources can be called by its name. */
export function collectionOf(collections: readonly Collection[], sourceIds: readonly string[]): Collection | undefined {
  return collections.find(
    (collection) =>
      collection.sourceIds.length > 0 &&
      collection.sourceIds.length === sourceIds.length &&
      collection.sourceIds.every((id) => sourceIds.includes(id)),
  )
}
