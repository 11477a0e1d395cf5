import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Connection } from '#database/connection'
import { embeddedText } from '../embedded-text.ts'
import { servingModelSql } from './serving-model.store.ts'

export type VectorCountsStore = ReturnType<typeof createVectorCountsStore>

const deletedAtOnce = 2_000

/** Counts and deletes the vectors of whole models, and picks passages to try one with. */
export function createVectorCountsStore({ sqlite }: Connection, shipped: string) {
  const passages = sqlite.prepare<[], number>('SELECT count(*) FROM passages').pluck()
  const byModel = sqlite.prepare<[], { readonly id: string; readonly vectors: number }>(
    'SELECT model AS id, count(*) AS vectors FROM embeddings GROUP BY model ORDER BY model',
  )
  const highest = sqlite.prepare<[], number>('SELECT coalesce(max(key), 0) FROM passages').pluck()
  const passageFrom = sqlite.prepare<
    [number],
    { readonly key: number; readonly heading: string | null; readonly text: string }
  >('SELECT key, heading, text FROM passages WHERE key >= ? ORDER BY key LIMIT 1')
  const deleteVectors = sqlite.prepare<[{ readonly id: string; readonly shipped: string }]>(`
    DELETE FROM embeddings WHERE model = @id AND @id <> ${servingModelSql.replace('?', '@shipped')} AND passage_key IN (
      SELECT passage_key FROM embeddings WHERE model = @id LIMIT ${deletedAtOnce})`)
  const deleteKept = sqlite.prepare<[string]>('DELETE FROM kept_vectors WHERE model = ?')

  return { count, sample, forget }

  function count() {
    return { passages: passages.get() ?? 0, models: byModel.all() }
  }

  /** Texts of passages, as they are embedded, evenly from the whole library. */
  function sample(most: number): string[] {
    const step = Math.max(1, Math.floor((highest.get() ?? 0) / most))
    const byKey = new Map<number, string>()
    for (let place = 0; place < most; place += 1) {
      const found = passageFrom.get(1 + place * step)
      if (found) byKey.set(found.key, embeddedText(found))
    }
    return [...byKey.values()]
  }

  /** Deletes the vectors of a model unless it serves, some at a time, so that others can write in between; returns how many. */
  async function forget(id: string): Promise<number> {
    for (let vectors = 0; ; ) {
      const { changes } = deleteVectors.run({ id, shipped })
      vectors += changes
      if (changes === 0) {
        if (vectors > 0) deleteKept.run(id)
        return vectors
      }
      await nextTurn()
    }
  }
}
