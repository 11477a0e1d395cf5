import { asc, eq, isNull } from 'drizzle-orm'
import { EmbeddingModelPlace } from '#contract/embedding-models.contract'
import type { Database } from '#database/database'
import { embeddingModels } from '#database/library.table'

type Row = typeof embeddingModels.$inferSelect

export interface StoredEmbeddingModel extends Pick<Row, 'id' | 'title' | 'dimensions' | 'state'> {
  readonly place: EmbeddingModelPlace
  /** What becomes of it once it has all vectors. */
  readonly whenReady: 'serve' | 'keep'
  /** The address a person agreed to send texts to; null where nothing leaves. */
  readonly confirmed: string | null
}
export type NewEmbeddingModel = Omit<StoredEmbeddingModel, 'state'>
export type ShippedModel = Pick<StoredEmbeddingModel, 'id' | 'title' | 'dimensions'>
export type EmbeddingModelsStore = ReturnType<typeof createEmbeddingModelsStore>

/** Keeps which embedding models there are and which serves: always exactly one. */
export function createEmbeddingModelsStore(
  { drizzle }: Database,
  { shipped, clock = Date.now }: { readonly shipped: ShippedModel; readonly clock?: () => number },
) {
  return { list, find, serving, build, setState, serve, remove, adoptShipped }

  /** The one that serves first, the others in the order in which they came. */
  function list(): readonly StoredEmbeddingModel[] {
    const models = rows().map(toModel)
    const served = models.filter(({ state }) => state === 'serving')
    const others = models.filter(({ state }) => state !== 'serving')
    return [...(served.length > 0 ? served : [shippedServing()]), ...others]
  }

  function find(id: string): StoredEmbeddingModel | null {
    return list().find((model) => model.id === id) ?? null
  }

  function serving(): StoredEmbeddingModel {
    return list().find(({ state }) => state === 'serving') ?? shippedServing()
  }

  /** Notes a model whose vectors are to be written; one that is there already goes on from what it has. */
  function build({ id, title, dimensions, place, ...agreed }: NewEmbeddingModel): void {
    const now = clock()
    const values = { kind: place.kind, title, dimensions, place: toRecord(place, agreed), state: 'building' as const }
    drizzle.transaction((transaction) => {
      const row = { ...values, updatedAt: now, deletedAt: null }
      transaction
        .insert(embeddingModels)
        .values({ id, createdAt: now, ...row })
        .onConflictDoUpdate({ target: embeddingModels.id, set: row })
        .run()
    })
  }

  function setState(id: string, state: 'building' | 'paused' | 'kept'): void {
    drizzle.update(embeddingModels).set({ state, updatedAt: clock() }).where(eq(embeddingModels.id, id)).run()
  }

  /** Has this model serve and the one before kept, in one transaction: there is no moment with two or none. */
  function serve(id: string): void {
    const now = clock()
    const before = serving()
    if (before.id === id) return
    drizzle.transaction((transaction) => {
      const kept = { state: 'kept' as const, updatedAt: now }
      if (before.place.kind === 'shipped') {
        transaction
          .insert(embeddingModels)
          .values({ ...toRow(before), ...kept, createdAt: now })
          .onConflictDoUpdate({ target: embeddingModels.id, set: { ...kept, deletedAt: null } })
          .run()
      } else transaction.update(embeddingModels).set(kept).where(eq(embeddingModels.id, before.id)).run()
      transaction
        .update(embeddingModels)
        .set({ state: 'serving', updatedAt: now, deletedAt: null })
        .where(eq(embeddingModels.id, id))
        .run()
    })
  }

  function remove(id: string): void {
    const now = clock()
    drizzle
      .update(embeddingModels)
      .set({ deletedAt: now, updatedAt: now, state: 'kept' })
      .where(eq(embeddingModels.id, id))
      .run()
  }

  /** A newer Alcove may ship other files: the shipped model of before cannot run any more, and the present one takes its place. */
  function adoptShipped(): void {
    for (const { id, place, state } of rows().map(toModel)) {
      if (place.kind !== 'shipped' || id === shipped.id) continue
      remove(id)
      if (state !== 'serving') continue
      const now = clock()
      const row = { ...toRow(shippedServing()), createdAt: now, updatedAt: now, deletedAt: null }
      drizzle.insert(embeddingModels).values(row).onConflictDoUpdate({ target: embeddingModels.id, set: row }).run()
    }
  }

  function rows(): readonly Row[] {
    return drizzle
      .select()
      .from(embeddingModels)
      .where(isNull(embeddingModels.deletedAt))
      .orderBy(asc(embeddingModels.createdAt), asc(embeddingModels.id))
      .all()
  }

  function shippedServing(): StoredEmbeddingModel {
    return { ...shipped, place: { kind: 'shipped' }, state: 'serving', whenReady: 'serve', confirmed: null }
  }
}

function toModel({ id, title, dimensions, state, place }: Row): StoredEmbeddingModel {
  return {
    id,
    title,
    dimensions,
    state,
    place: EmbeddingModelPlace.parse(place),
    whenReady: place['whenReady'] === 'keep' ? 'keep' : 'serve',
    confirmed: place['confirmed'] ?? null,
  }
}

function toRow({ id, title, dimensions, state, place, ...agreed }: StoredEmbeddingModel) {
  return { id, kind: place.kind, title, dimensions, state, place: toRecord(place, agreed) }
}

function toRecord(
  place: EmbeddingModelPlace,
  { whenReady, confirmed }: Pick<StoredEmbeddingModel, 'whenReady' | 'confirmed'>,
): Record<string, string> {
  return { ...place, whenReady, ...(confirmed === null ? {} : { confirmed }) }
}
