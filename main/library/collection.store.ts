import { and, eq, inArray, isNotNull, isNull } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import type { Database } from '#database/database'
import { collectionSources, collections } from '#database/library.table'

export type StoredCollection = typeof collections.$inferSelect
export type CollectionStore = ReturnType<typeof createCollectionStore>

/** Keeps groups of sources; a removed one stays as a row, with its sources, until it is forgotten. */
export function createCollectionStore({ drizzle, sqlite }: Database, clock: () => number) {
  return {
    live,
    removed,
    find,
    sourceIds,
    create: sqlite.transaction(create).immediate,
    change: sqlite.transaction(change).immediate,
    remove,
    restore,
    forget: sqlite.transaction(forget).immediate,
    forgetSource,
  }

  function live(): readonly StoredCollection[] {
    return drizzle.select().from(collections).where(isNull(collections.deletedAt)).orderBy(collections.name).all()
  }

  function removed(): readonly StoredCollection[] {
    return drizzle.select().from(collections).where(isNotNull(collections.deletedAt)).all()
  }

  /** A collection that is there, or one that was removed. */
  function find(id: string): StoredCollection | undefined {
    return drizzle.select().from(collections).where(eq(collections.id, id)).get()
  }

  /** The sources in each collection, also those that were removed meanwhile. */
  function sourceIds(): ReadonlyMap<string, readonly string[]> {
    const rows = drizzle
      .select()
      .from(collectionSources)
      .where(isNull(collectionSources.deletedAt))
      .orderBy(collectionSources.createdAt, collectionSources.sourceId)
      .all()
    const grouped = Map.groupBy(rows, (row) => row.collectionId)
    return new Map([...grouped].map(([id, members]) => [id, members.map((row) => row.sourceId)]))
  }

  function create(name: string, members: readonly string[]): StoredCollection {
    const now = clock()
    const collection = { id: newId(), name, createdAt: now, updatedAt: now, deletedAt: null }
    drizzle.insert(collections).values(collection).run()
    setSources(collection.id, members)
    return collection
  }

  /** Changes what is given and leaves the rest. */
  function change(id: string, wanted: { readonly name?: string; readonly sourceIds?: readonly string[] }): void {
    const { name } = wanted
    if (name !== undefined)
      drizzle.update(collections).set({ name, updatedAt: clock() }).where(eq(collections.id, id)).run()
    if (wanted.sourceIds) setSources(id, wanted.sourceIds)
  }

  function setSources(collectionId: string, wanted: readonly string[]): void {
    const now = clock()
    const present = new Set(sourceIds().get(collectionId))
    const gone = [...present].filter((id) => !wanted.includes(id))
    drizzle
      .update(collectionSources)
      .set({ deletedAt: now, updatedAt: now })
      .where(and(eq(collectionSources.collectionId, collectionId), inArray(collectionSources.sourceId, gone)))
      .run()
    for (const sourceId of new Set(wanted)) {
      if (present.has(sourceId)) continue
      drizzle
        .insert(collectionSources)
        .values({ collectionId, sourceId, createdAt: now, updatedAt: now, deletedAt: null })
        .onConflictDoUpdate({
          target: [collectionSources.collectionId, collectionSources.sourceId],
          set: { createdAt: now, updatedAt: now, deletedAt: null },
        })
        .run()
    }
  }

  function remove(id: string): void {
    const now = clock()
    drizzle.update(collections).set({ deletedAt: now, updatedAt: now }).where(eq(collections.id, id)).run()
  }

  function restore(id: string): void {
    drizzle.update(collections).set({ deletedAt: null, updatedAt: clock() }).where(eq(collections.id, id)).run()
  }

  /** Deletes a collection for good. */
  function forget(id: string): void {
    drizzle.delete(collectionSources).where(eq(collectionSources.collectionId, id)).run()
    drizzle.delete(collections).where(eq(collections.id, id)).run()
  }

  /** Takes a source that is forgotten out of every collection. */
  function forgetSource(sourceId: string): void {
    drizzle.delete(collectionSources).where(eq(collectionSources.sourceId, sourceId)).run()
  }
}
