import { and, desc, eq, isNotNull, isNull, notInArray, sql } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import { fail, ok, type Result } from '#contract/result'
import type { SavedSearch, SavedSearchNotFound } from '#contract/saved-searches.contract'
import type { Database } from '#database/database'
import { recentSearches, savedSearches } from '#database/search.table'

export type SavedSearchStore = ReturnType<typeof createSavedSearchStore>

const mostRecent = 20

/** Keeps searches and the last queries; the only writer of their tables. */
export function createSavedSearchStore({ drizzle, sqlite }: Database, clock: () => number = Date.now) {
  return { list, add, change, remove, restore, recent, used: sqlite.transaction(used).immediate, forget }

  function list(): SavedSearch[] {
    return drizzle
      .select()
      .from(savedSearches)
      .where(isNull(savedSearches.deletedAt))
      .orderBy(sql`lower(${savedSearches.name})`, savedSearches.id)
      .all()
      .map(toSaved)
  }

  /** One query is kept once: adding it again gives the one that is there. */
  function add({ query, name = query }: { readonly query: string; readonly name?: string | undefined }): SavedSearch {
    const there = list().find((one) => one.query === query)
    if (there) return there
    const now = clock()
    const saved = { id: newId(), name: name.slice(0, 200), query, createdAt: now, updatedAt: now, deletedAt: null }
    drizzle.insert(savedSearches).values(saved).run()
    return toSaved(saved)
  }

  function change(
    id: string,
    { query, name }: { readonly query?: string | undefined; readonly name?: string | undefined },
  ): Result<SavedSearch, SavedSearchNotFound> {
    const changed = drizzle
      .update(savedSearches)
      .set({ ...(query === undefined ? {} : { query }), ...(name === undefined ? {} : { name }), updatedAt: clock() })
      .where(and(eq(savedSearches.id, id), isNull(savedSearches.deletedAt)))
      .returning()
      .get()
    return changed ? ok(toSaved(changed)) : fail(notFound(id))
  }

  function remove(id: string): Result<{ removed: true }, SavedSearchNotFound> {
    const now = clock()
    const { changes } = drizzle
      .update(savedSearches)
      .set({ deletedAt: now, updatedAt: now })
      .where(and(eq(savedSearches.id, id), isNull(savedSearches.deletedAt)))
      .run()
    return changes > 0 ? ok({ removed: true }) : fail(notFound(id))
  }

  function restore(id: string): Result<SavedSearch, SavedSearchNotFound> {
    const back = drizzle
      .update(savedSearches)
      .set({ deletedAt: null, updatedAt: clock() })
      .where(and(eq(savedSearches.id, id), isNotNull(savedSearches.deletedAt)))
      .returning()
      .get()
    return back ? ok(toSaved(back)) : fail(notFound(id))
  }

  function recent(): string[] {
    return newest().map(({ query }) => query)
  }

  function used(query: string): void {
    const usedAt = clock()
    drizzle
      .insert(recentSearches)
      .values({ query, usedAt })
      .onConflictDoUpdate({ target: recentSearches.query, set: { usedAt } })
      .run()
    drizzle.delete(recentSearches).where(notInArray(recentSearches.query, recent())).run()
  }

  function forget(query?: string): number {
    const forgotten = drizzle.delete(recentSearches)
    return (query === undefined ? forgotten : forgotten.where(eq(recentSearches.query, query))).run().changes
  }

  function newest() {
    return drizzle
      .select()
      .from(recentSearches)
      .orderBy(desc(recentSearches.usedAt), recentSearches.query)
      .limit(mostRecent)
      .all()
  }
}

function toSaved({ id, name, query, createdAt }: typeof savedSearches.$inferSelect): SavedSearch {
  return { id, name, query, createdAt }
}

function notFound(savedSearchId: string): SavedSearchNotFound {
  return {
    code: 'SAVED_SEARCH_NOT_FOUND',
    message: 'This search was removed meanwhile. Nothing else changed.',
    savedSearchId,
  }
}
