import { v7 as uuid } from 'uuid'
import type { Connection } from '#database/connection'
import { searchableWords } from '../words.ts'
import type { DocumentDraft, PassageDraft } from './read-document.ts'

export interface DocumentToWrite {
  readonly path: string
  readonly sourceId: string
  readonly bytes: number
  readonly sha256: string
  readonly modifiedAt: number
  readonly draft: DocumentDraft
}

export interface WrittenDocument {
  readonly documentId: string
  readonly passages: number
}

export interface KnownDocument {
  readonly id: string
  readonly sha256: string
  readonly title: string
  readonly sourceId: string
  readonly modifiedAt: number
  readonly deletedAt: number | null
}

export type DocumentStore = ReturnType<typeof createDocumentStore>

/** Writes documents and passages, and copies vectors of `model` which an equal text already has. */
export function createDocumentStore({ sqlite }: Connection, model: string) {
  const byPath = sqlite.prepare<[string], KnownDocument>(
    `SELECT id, sha256, title, source_id AS sourceId, modified_at AS modifiedAt, deleted_at AS deletedAt
     FROM documents WHERE path = ?`,
  )
  const putDocument = sqlite.prepare(`
    INSERT INTO documents (id, source_id, path, title, type, code_language, bytes, sha256, modified_at, pages, passages,
      embedded_at, created_at, updated_at)
    VALUES (@id, @sourceId, @path, @title, @type, @codeLanguage, @bytes, @sha256, @modifiedAt, @pages, @passages,
      NULL, @now, @now)
    ON CONFLICT (id) DO UPDATE SET source_id = @sourceId, title = @title, type = @type, code_language = @codeLanguage,
      bytes = @bytes, sha256 = @sha256, modified_at = @modifiedAt, pages = @pages, passages = @passages,
      embedded_at = NULL, updated_at = @now, deleted_at = NULL`)
  const putText = sqlite.prepare(`
    INSERT INTO document_texts (document_id, text) VALUES (?, ?)
    ON CONFLICT (document_id) DO UPDATE SET text = excluded.text`)
  const keepDocument = sqlite.prepare(`
    UPDATE documents SET source_id = ?, modified_at = ?, deleted_at = NULL, updated_at = ? WHERE id = ?`)
  const passagesOf = sqlite.prepare<[string], OldPassage>(
    `SELECT key, text_hash AS textHash, context_words AS contextWords FROM passages WHERE document_id = ? ORDER BY position`,
  )
  const insertPassage = sqlite.prepare(`
    INSERT INTO passages (id, document_id, position, page, heading, start_line, end_line, start_offset, end_offset, text,
      context_words, text_words, text_hash)
    VALUES (@id, @documentId, @position, @page, @heading, @startLine, @endLine, @start, @end, @text,
      @contextWords, @textWords, @textHash)`)
  const movePassage = sqlite.prepare(`
    UPDATE passages SET position = @position, page = @page, start_line = @startLine, end_line = @endLine,
      start_offset = @start, end_offset = @end WHERE key = @key`)
  const renamePassage = sqlite.prepare('UPDATE passages SET context_words = ? WHERE key = ?')
  const deletePassage = sqlite.prepare('DELETE FROM passages WHERE key = ?')
  const copyVector = sqlite.prepare(`
    INSERT INTO embeddings (passage_key, model, vector)
    SELECT @key, e.model, e.vector FROM passages p JOIN embeddings e ON e.passage_key = p.key AND e.model = @model
    WHERE p.text_hash = @textHash LIMIT 1`)
  const markEmbedded = sqlite.prepare(`
    UPDATE documents SET embedded_at = @now WHERE id = @id AND NOT EXISTS (
      SELECT 1 FROM passages p WHERE p.document_id = @id
      AND NOT EXISTS (SELECT 1 FROM embeddings e WHERE e.passage_key = p.key AND e.model = @model))`)
  const deleteDocument = sqlite.prepare('DELETE FROM documents WHERE id = ?')

  return { find, keep, write, remove, idsOf }

  function find(path: string): KnownDocument | null {
    return byPath.get(path) ?? null
  }

  /** Notes that a file with the same bytes was seen again; writes only when something differs. */
  function keep(
    { id, ...before }: KnownDocument,
    now: { readonly sourceId: string; readonly modifiedAt: number },
  ): void {
    const isSame = before.sourceId === now.sourceId && before.modifiedAt === now.modifiedAt && before.deletedAt === null
    if (!isSame) keepDocument.run(now.sourceId, now.modifiedAt, Date.now(), id)
  }

  /** Writes several documents in one transaction: all or none. A document that was there keeps what did not change. */
  function write(documents: readonly DocumentToWrite[]): WrittenDocument[] {
    return sqlite.transaction(() => documents.map(writeOne)).immediate()
  }

  function writeOne({ draft, ...file }: DocumentToWrite): WrittenDocument {
    const now = Date.now()
    const known = byPath.get(file.path)
    const id = known?.id ?? uuid()
    const { text, passages, ...about } = draft
    putDocument.run({ id, ...file, ...about, passages: passages.length, now })
    putText.run(id, text)

    const old = known ? groupByHash(passagesOf.all(id)) : noPassages
    passages.forEach((passage, position) => {
      const kept = old.get(passage.textHash)?.shift()
      writePassage({ ...passage, position, kept, documentId: id, draft })
    })
    for (const left of old.values()) for (const { key } of left) deletePassage.run(key)
    markEmbedded.run({ id, model, now })
    return { documentId: id, passages: passages.length }
  }

  function writePassage({ kept, draft, documentId, ...passage }: PassageToWrite): void {
    const { start, end, heading, textHash } = passage
    const context = heading === null ? draft.title : `${draft.title}\n${heading}`
    const contextWords = searchableWords(context)
    if (kept) {
      movePassage.run({ ...passage, key: kept.key })
      if (kept.contextWords !== contextWords) renamePassage.run(contextWords, kept.key)
      return
    }
    const text = draft.text.slice(start, end)
    const words = searchableWords(text)
    const textWords = words === text ? null : words
    const { lastInsertRowid } = insertPassage.run({ ...passage, id: uuid(), documentId, text, contextWords, textWords })
    copyVector.run({ key: lastInsertRowid, model, textHash })
  }

  /** Ids of documents by id, path or source, without those that are not there. */
  function idsOf(wanted: DocumentsToRemove): string[] {
    const ids = [...(wanted.documentIds ?? [])]
    for (const path of wanted.paths ?? []) {
      const known = byPath.get(path)
      if (known) ids.push(known.id)
    }
    if (wanted.sourceId !== undefined) {
      const ofSource = sqlite.prepare<[string], string>('SELECT id FROM documents WHERE source_id = ?').pluck()
      ids.push(...ofSource.all(wanted.sourceId))
    }
    return [...new Set(ids)]
  }

  /** Removes documents with passages, words and vectors in one transaction; returns how many there were. */
  function remove(ids: readonly string[]): number {
    return sqlite.transaction(() => ids.reduce((sum, id) => sum + deleteDocument.run(id).changes, 0)).immediate()
  }
}

export interface DocumentsToRemove {
  readonly documentIds?: readonly string[]
  readonly paths?: readonly string[]
  readonly sourceId?: string
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

const noPassages: ReadonlyMap<string, OldPassage[]> = new Map()

function groupByHash(passages: readonly OldPassage[]): Map<string, OldPassage[]> {
  return Map.groupBy(passages, ({ textHash }) => textHash)
}
