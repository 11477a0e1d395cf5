import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import type { Database } from '#database/database'
import { documents, jobs, sources } from '#database/library.table'

export type StoredSource = typeof sources.$inferSelect
export type NewSource = Pick<StoredSource, 'kind' | 'title' | 'path' | 'watched' | 'device'>
export type SourceStore = ReturnType<typeof createSourceStore>

/** Keeps the folders, files and texts a person added; a removed one stays as a row that can be revived. */
export function createSourceStore({ drizzle }: Database, clock: () => number) {
  return { live, removed, find, byPath, removedWithDocuments, keep, change, forget, documentCounts }

  function live(): readonly StoredSource[] {
    return drizzle.select().from(sources).where(isNull(sources.deletedAt)).orderBy(sources.createdAt, sources.id).all()
  }

  function removed(): readonly StoredSource[] {
    return drizzle.select().from(sources).where(isNotNull(sources.deletedAt)).all()
  }

  function find(id: string): StoredSource | undefined {
    return drizzle.select().from(sources).where(eq(sources.id, id)).get()
  }

  /** The source of exactly this path, also when it was removed. */
  function byPath(path: string): StoredSource | undefined {
    return drizzle.select().from(sources).where(eq(sources.path, path)).orderBy(sources.deletedAt).get()
  }

  /** Removed sources whose documents a crash left behind. */
  function removedWithDocuments(): readonly StoredSource[] {
    return drizzle
      .select()
      .from(sources)
      .where(
        and(
          isNotNull(sources.deletedAt),
          sql`exists (select 1 from ${documents} where ${documents.sourceId} = ${sources.id} and ${documents.deletedAt} is null)`,
        ),
      )
      .all()
  }

  /** The source of this path with the given settings: revived, changed or new. */
  function keep(wanted: NewSource): StoredSource {
    const now = clock()
    const known = byPath(wanted.path)
    if (known) return change(known.id, { ...wanted, problem: null, deletedAt: null })
    const fresh = { id: newId(), problem: null, paused: false, rules: '' }
    const source = { ...wanted, ...fresh, createdAt: now, updatedAt: now, deletedAt: null }
    drizzle.insert(sources).values(source).run()
    return source
  }

  function change(id: string, values: Partial<Omit<StoredSource, 'id' | 'createdAt' | 'updatedAt'>>): StoredSource {
    const changed = drizzle
      .update(sources)
      .set({ ...values, updatedAt: clock() })
      .where(eq(sources.id, id))
      .returning()
      .get()
    // With a removed source its files leave the queue, in the same breath.
    if (values.deletedAt) drizzle.delete(jobs).where(eq(jobs.sourceId, id)).run()
    return changed
  }

  /** Deletes a removed source for good. */
  function forget(id: string): void {
    drizzle
      .delete(sources)
      .where(and(eq(sources.id, id), isNotNull(sources.deletedAt)))
      .run()
  }

  function documentCounts(): ReadonlyMap<string, number> {
    const rows = drizzle
      .select({ sourceId: documents.sourceId, count: sql<number>`count(*)` })
      .from(documents)
      // The plus has SQLite count within the index by source instead of visiting every row.
      .where(sql`+${documents.deletedAt} IS NULL AND ${documents.parts} IS NULL`)
      .groupBy(documents.sourceId)
      .all()
    return new Map(rows.map((row) => [row.sourceId, row.count]))
  }
}
