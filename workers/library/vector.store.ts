import type { Connection } from '#database/connection'
import { servingModel } from './serving-model.store.ts'

export interface PassageToEmbed {
  readonly key: number
  readonly documentId: string
  readonly heading: string | null
  readonly text: string
  readonly textHash: string
}

export interface VectorToWrite {
  readonly textHash: string
  readonly vector: Float32Array
}

export type VectorStore = ReturnType<typeof createVectorStore>

/**
 * Finds passages without a vector of `model` and writes vectors, to every passage of the same text at once. Which documents are
 * ready is said by the model that serves: `shipped` unless another one was chosen.
 */
export function createVectorStore(connection: Connection, model: string, shipped = model) {
  const { sqlite } = connection
  const serving = servingModel(connection, shipped)
  const documentsWaiting = sqlite
    .prepare<[number], string>(
      'SELECT id FROM documents WHERE deleted_at IS NULL AND embedded_at IS NULL ORDER BY passages LIMIT ?',
    )
    .pluck()
  const keysMissing = sqlite
    .prepare<[string, string], number>(
      `SELECT p.key FROM passages p WHERE p.document_id = ?
       AND NOT EXISTS (SELECT 1 FROM embeddings e WHERE e.passage_key = p.key AND e.model = ?) ORDER BY p.position`,
    )
    .pluck()
  const missingPassages = sqlite.prepare<[string, number, number], PassageToEmbed>(
    `SELECT key, document_id AS documentId, heading, text, text_hash AS textHash FROM passages p
     WHERE NOT EXISTS (SELECT 1 FROM embeddings e WHERE e.passage_key = p.key AND e.model = ?) AND p.key > ?
     ORDER BY p.key LIMIT ?`,
  )
  const passage = sqlite.prepare<[number, string], PassageToEmbed>(
    `SELECT key, document_id AS documentId, heading, text, text_hash AS textHash FROM passages p WHERE key = ?
     AND NOT EXISTS (SELECT 1 FROM embeddings e WHERE e.passage_key = p.key AND e.model = ?)`,
  )
  const twins = sqlite.prepare<[string, string], { readonly key: number; readonly documentId: string }>(
    `SELECT p.key, p.document_id AS documentId FROM passages p WHERE p.text_hash = ?
     AND NOT EXISTS (SELECT 1 FROM embeddings e WHERE e.passage_key = p.key AND e.model = ?)`,
  )
  const insertVector = sqlite.prepare('INSERT INTO embeddings (passage_key, model, vector) VALUES (?, ?, ?)')
  const isMissing = sqlite
    .prepare<[string, string, string], number>(
      `SELECT 1 FROM passages p WHERE p.document_id = ?
       AND NOT EXISTS (SELECT 1 FROM embeddings e WHERE e.passage_key = p.key AND e.model = ?)
       UNION ALL
       -- A file that holds documents waits for all of them.
       SELECT 1 FROM documents h JOIN documents d ON d.path = h.path AND d.part <> ''
       WHERE h.id = ? AND h.parts IS NOT NULL AND d.deleted_at IS NULL AND d.embedded_at IS NULL LIMIT 1`,
    )
    .pluck()
  const markEmbedded = sqlite.prepare('UPDATE documents SET embedded_at = ? WHERE id = ? AND embedded_at IS NULL')
  const countMissing = sqlite
    .prepare<[string], number>(
      `SELECT (SELECT count(*) FROM passages) - (SELECT count(*) FROM embeddings WHERE model = ?)`,
    )
    .pluck()

  return { isServing, waitingDocuments, missingOf, missingAfter, load, write, countWaiting, forgetOtherModels }

  /** Whether this is the model that answers questions now. */
  function isServing(): boolean {
    return serving() === model
  }

  /** Documents with passages that lack a vector, those with the fewest passages first. */
  function waitingDocuments(most: number): string[] {
    return documentsWaiting.all(most)
  }

  function missingOf(documentId: string): number[] {
    return keysMissing.all(documentId, model)
  }

  /** The next passages without a vector in the order of their keys; new ones have the highest. */
  function missingAfter(key: number, most: number): PassageToEmbed[] {
    return missingPassages.all(model, key, most)
  }

  /** Passages by key, without those that have a vector meanwhile or are gone. */
  function load(keys: readonly number[]): PassageToEmbed[] {
    return keys.flatMap((key) => passage.get(key, model) ?? [])
  }

  /** Writes a group in one transaction. Documents which lack nothing afterwards are marked as ready. */
  function write(vectors: readonly VectorToWrite[], checked: readonly string[] = []) {
    return sqlite
      .transaction(() => {
        const touched = new Set(checked)
        let written = 0
        for (const { textHash, vector } of vectors) {
          const blob = Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength)
          for (const { key, documentId } of twins.all(textHash, model)) {
            insertVector.run(key, model, blob)
            touched.add(documentId)
            written += 1
          }
        }
        if (!isServing()) return { written, documentsReady: 0 }
        const ready = [...touched].filter((id) => isMissing.get(id, model, id) === undefined)
        for (const id of ready) markEmbedded.run(Date.now(), id)
        return { written, documentsReady: ready.length }
      })
      .immediate()
  }

  function countWaiting(): number {
    return countMissing.get(model) ?? 0
  }

  /** After a change of model documents that lack its vectors wait again; vectors of other models stay as they are. */
  function forgetOtherModels(): void {
    if (!isServing() || countWaiting() === 0) return
    sqlite
      .prepare(
        `UPDATE documents SET embedded_at = NULL WHERE embedded_at IS NOT NULL AND EXISTS (
           SELECT 1 FROM passages p WHERE p.document_id = documents.id
           AND NOT EXISTS (SELECT 1 FROM embeddings e WHERE e.passage_key = p.key AND e.model = ?))`,
      )
      .run(model)
  }
}
