import { v7 as uuid } from 'uuid'
import type { Connection } from '#database/connection'
import { isInflected } from '../language.ts'
import { searchableWords } from '../words.ts'
import type { DocumentDraft, PassageDraft } from './read-document.ts'

export type PassageStore = ReturnType<typeof createPassageStore>

/** Writes the passages of a document; those whose text did not change keep their id, key and vectors. */
export function createPassageStore({ sqlite }: Connection) {
  const passagesOf = sqlite.prepare<[string], OldPassage>(
    `SELECT key, text_hash AS textHash, context_words AS contextWords FROM passages WHERE document_id = ? ORDER BY position`,
  )
  const insertPassage = sqlite.prepare(`
    INSERT INTO passages (id, document_id, position, page, heading, start_line, end_line, start_offset, end_offset, place,
      text, context_words, text_words, text_hash)
    VALUES (@id, @documentId, @position, @page, @heading, @startLine, @endLine, @start, @end, @place, @text,
      @contextWords, @textWords, @textHash)`)
  const movePassage = sqlite.prepare(`
    UPDATE passages SET position = @position, page = @page, start_line = @startLine, end_line = @endLine,
      start_offset = @start, end_offset = @end, place = @place WHERE key = @key`)
  const renamePassage = sqlite.prepare('UPDATE passages SET context_words = ? WHERE key = ?')
  const deletePassage = sqlite.prepare('DELETE FROM passages WHERE key = ?')
  const deletePassages = sqlite.prepare('DELETE FROM passages WHERE document_id = ?')
  const copyVectors = sqlite.prepare(`
    INSERT OR IGNORE INTO embeddings (passage_key, model, vector)
    SELECT @key, e.model, e.vector FROM passages p JOIN embeddings e ON e.passage_key = p.key
    WHERE p.text_hash = @textHash GROUP BY e.model`)
  const takeKeptVectors = sqlite.prepare(`
    INSERT OR IGNORE INTO embeddings (passage_key, model, vector)
    SELECT @key, model, vector FROM kept_vectors WHERE text_hash = @textHash`)
  const keepVectors = sqlite.prepare(`
    INSERT INTO kept_vectors (text_hash, model, vector, kept_at)
    SELECT p.text_hash, e.model, e.vector, @now FROM passages p JOIN embeddings e ON e.passage_key = p.key
    WHERE p.document_id = @documentId
    ON CONFLICT (text_hash, model) DO UPDATE SET kept_at = excluded.kept_at`)
  const keepVector = sqlite.prepare(`
    INSERT INTO kept_vectors (text_hash, model, vector, kept_at)
    SELECT p.text_hash, e.model, e.vector, @now FROM passages p JOIN embeddings e ON e.passage_key = p.key
    WHERE p.key = @key
    ON CONFLICT (text_hash, model) DO UPDATE SET kept_at = excluded.kept_at`)

  return { write, removeAll }

  function write(documentId: string, draft: DocumentDraft): void {
    const now = Date.now()
    const old = Map.groupBy(passagesOf.all(documentId), ({ textHash }) => textHash)
    draft.passages.forEach((passage, position) => {
      const kept = old.get(passage.textHash)?.shift()
      writeOne({ ...passage, position, kept, documentId, draft })
    })
    for (const left of old.values()) {
      for (const { key } of left) {
        keepVector.run({ key, now })
        deletePassage.run(key)
      }
    }
  }

  function writeOne({ kept, draft, documentId, place, ...passage }: PassageToWrite): void {
    const { start, end, heading, textHash } = passage
    const context = heading === null ? draft.title : `${draft.title}\n${heading}`
    const text = draft.text.slice(start, end)
    const roots = draft.type !== 'code' && isInflected(text)
    const contextWords = searchableWords(context, { roots })
    const placeJson = place === null ? null : JSON.stringify(place)
    if (kept) {
      movePassage.run({ ...passage, place: placeJson, key: kept.key })
      if (kept.contextWords !== contextWords) renamePassage.run(contextWords, kept.key)
      return
    }
    const words = searchableWords(text, { roots })
    const textWords = words === text ? null : words
    const values = { ...passage, id: uuid(), documentId, place: placeJson, text, contextWords, textWords }
    const { lastInsertRowid: key } = insertPassage.run(values)
    if (copyVectors.run({ key, textHash }).changes === 0) takeKeptVectors.run({ key, textHash })
  }

  /** Takes all passages of a document away; their vectors stay for a while, in case the text comes back. */
  function removeAll(documentId: string): void {
    keepVectors.run({ documentId, now: Date.now() })
    deletePassages.run(documentId)
  }
}

interface OldPassage {
  readonly key: number
  readonly textHash: string
  readonly contextWords: string
}

interface PassageToWrite extends PassageDraft {
  readonly position: number
  readonly kept: OldPassage | undefined
  readonly documentId: string
  readonly draft: DocumentDraft
}
