import { v7 as uuid } from 'uuid'
import type { Connection } from '#database/connection'
import type { DocumentsToRemove, DocumentToWrite, FinishedFile, KnownDocument, WrittenDocument } from './document.ts'
import { createPassageStore } from './passage.store.ts'
import { servingModel } from './serving-model.store.ts'

export type DocumentStore = ReturnType<typeof createDocumentStore>

const known = `id, path, part, sha256, title, type, source_id AS sourceId, modified_at AS modifiedAt, written_at AS writtenAt,
  passages, parts, deleted_at AS deletedAt`

/** Writes documents with all that is found in them. What has all vectors of the model that answers is ready: `model` unless another was chosen. */
export function createDocumentStore(connection: Connection, model: string) {
  const { sqlite } = connection
  const passages = createPassageStore(connection)
  const serving = servingModel(connection, model)
  const byPath = sqlite.prepare<[string, string], KnownDocument>(
    `SELECT ${known} FROM documents WHERE path = ? AND part = ?`,
  )
  const byIdentity = sqlite.prepare<[string], KnownDocument>(`SELECT ${known} FROM documents WHERE identity = ?`)
  const bySha256 = sqlite.prepare<[string], KnownDocument>(
    // What a person took out stays theirs to bring back: no copy of it takes its place.
    `SELECT ${known} FROM documents d WHERE sha256 = ? AND part = '' AND NOT (deleted_at IS NOT NULL AND EXISTS (
       SELECT 1 FROM removed_files r WHERE r.path = d.path AND r.deleted_at IS NULL)) ORDER BY d.deleted_at IS NOT NULL, d.updated_at DESC LIMIT 20`,
  )
  const putDocument = sqlite.prepare(`
    INSERT INTO documents (id, source_id, path, part, identity, thread, title, type, code_language, author, written_at, bytes,
      sha256, modified_at, pages, passages, embedded_at, created_at, updated_at)
    VALUES (@id, @sourceId, @path, @part, @identity, @thread, @title, @type, @codeLanguage, @author, @writtenAt, @bytes,
      @sha256, @modifiedAt, @pages, @passages, NULL, @now, @now)
    ON CONFLICT (id) DO UPDATE SET source_id = @sourceId, path = @path, part = @part, parts = NULL, identity = @identity,
      thread = @thread, title = @title, type = @type, code_language = @codeLanguage, author = @author,
      written_at = @writtenAt, bytes = @bytes, sha256 = @sha256, modified_at = @modifiedAt, pages = @pages,
      passages = @passages, embedded_at = NULL, updated_at = @now, deleted_at = NULL`)
  const putHolder = sqlite.prepare(`
    INSERT INTO documents (id, source_id, path, parts, title, type, bytes, sha256, modified_at, passages, embedded_at,
      created_at, updated_at)
    VALUES (@id, @sourceId, @path, @count, @title, @type, @bytes, @sha256, @modifiedAt, @passages, @embeddedAt, @now, @now)
    ON CONFLICT (id) DO UPDATE SET source_id = @sourceId, parts = @count, title = @title, type = @type, bytes = @bytes,
      sha256 = @sha256, modified_at = @modifiedAt, pages = NULL, passages = @passages, embedded_at = @embeddedAt,
      updated_at = @now, deleted_at = NULL`)
  const finishDocument = sqlite.prepare(
    'UPDATE documents SET sha256 = @sha256, modified_at = @modifiedAt, updated_at = @now WHERE id = @id',
  )
  // What has an identity stays: a newer export may leave out what a person deleted elsewhere and keeps here.
  const partsOf = sqlite.prepare<[string], { readonly id: string; readonly part: string }>(
    "SELECT id, part FROM documents WHERE path = ? AND part <> '' AND deleted_at IS NULL AND identity IS NULL",
  )
  const waitingPart = sqlite
    .prepare<[string], number>(
      "SELECT 1 FROM documents WHERE path = ? AND part <> '' AND deleted_at IS NULL AND embedded_at IS NULL LIMIT 1",
    )
    .pluck()
  const putText = sqlite.prepare(`
    INSERT INTO document_texts (document_id, text) VALUES (?, ?)
    ON CONFLICT (document_id) DO UPDATE SET text = excluded.text`)
  const deleteText = sqlite.prepare('DELETE FROM document_texts WHERE document_id = ?')
  const keepDocument = sqlite.prepare(`
    UPDATE documents SET source_id = @sourceId, modified_at = @modifiedAt, deleted_at = NULL, updated_at = @now
    WHERE path = @path AND deleted_at IS @deletedAt`)
  const moveDocuments = sqlite.prepare('UPDATE documents SET path = @to, updated_at = @now WHERE path = @from')
  const askAnew = sqlite.prepare("UPDATE documents SET sha256 = '' WHERE path = ? AND part = ''")
  const insertSymbol = sqlite.prepare(
    'INSERT INTO symbols (document_id, name, kind, start_line, end_line) VALUES (@id, @name, @kind, @startLine, @endLine)',
  )
  const insertImport = sqlite.prepare('INSERT INTO imports (document_id, module, line) VALUES (@id, @module, @line)')
  const deleteSymbols = sqlite.prepare('DELETE FROM symbols WHERE document_id = ?')
  const deleteImports = sqlite.prepare('DELETE FROM imports WHERE document_id = ?')
  const markEmbedded = sqlite.prepare(`
    UPDATE documents SET embedded_at = @now WHERE id = @id AND NOT EXISTS (
      SELECT 1 FROM passages p WHERE p.document_id = @id
      AND NOT EXISTS (SELECT 1 FROM embeddings e WHERE e.passage_key = p.key AND e.model = @model))`)
  const emptyDocument = sqlite.prepare(`
    UPDATE documents SET deleted_at = @now, updated_at = @now, passages = 0, embedded_at = NULL
    WHERE id = @id AND deleted_at IS NULL`)
  const forgetDocuments = sqlite.prepare('DELETE FROM documents WHERE deleted_at < ?')
  const forgetVectors = sqlite.prepare('DELETE FROM kept_vectors WHERE kept_at < ?')

  return { find, findPart, twins, keep, move, write, finish, remove, forget, forgetRemoved, idsOf }

  /** The row of a file itself, also when its text is gone. */
  function find(path: string): KnownDocument | null {
    return byPath.get(path, '') ?? null
  }

  /** The row of a part: by its identity, wherever it came from, otherwise by its place in the file. */
  function findPart(path: string, part: string, identity: string | null): KnownDocument | null {
    return (identity === null ? undefined : byIdentity.get(identity)) ?? byPath.get(path, part) ?? null
  }

  /** Files of the same bytes, those that are there before those that vanished. */
  function twins(sha256: string): readonly KnownDocument[] {
    return bySha256.all(sha256)
  }

  /** Notes that a file with the same bytes was seen again; writes only when something differs. */
  function keep(before: KnownDocument, now: { readonly sourceId: string; readonly modifiedAt: number }): void {
    const isSame = before.sourceId === now.sourceId && before.modifiedAt === now.modifiedAt && before.deletedAt === null
    if (!isSame) keepDocument.run({ ...now, path: before.path, deletedAt: before.deletedAt, now: Date.now() })
  }

  /** Gives the documents of a file that was moved their new path, unless another has it; tells whether it did. */
  function move(from: string, to: string, { readAnew }: { readonly readAnew: boolean }): boolean {
    return sqlite
      .transaction(() => {
        if (byPath.get(to, '')) return false
        if (moveDocuments.run({ from, to, now: Date.now() }).changes === 0) return false
        // Without a hash it counts as changed until it was read under its new name, whatever comes between.
        if (readAnew) askAnew.run(to)
        return true
      })
      .immediate()
  }

  /** Writes several documents in one transaction: all or none. A document that was there keeps what did not change. */
  function write(documents: readonly DocumentToWrite[]): WrittenDocument[] {
    return sqlite.transaction(() => documents.map(writeOne)).immediate()
  }

  function writeOne({ draft, ...file }: DocumentToWrite): WrittenDocument {
    const now = Date.now()
    const id = findPart(file.path, file.part, file.identity)?.id ?? uuid()
    const { text, passages: drafts, symbols, imports, ...about } = draft
    putDocument.run({ id, ...file, ...about, passages: drafts.length, now })
    putText.run(id, text)
    passages.write(id, draft)
    deleteSymbols.run(id)
    for (const symbol of symbols) insertSymbol.run({ id, ...symbol })
    deleteImports.run(id)
    for (const found of imports) insertImport.run({ id, ...found })
    markEmbedded.run({ id, model: serving(), now })
    return { documentId: id, passages: drafts.length }
  }

  /** Says that a file was written with all its parts; only now it counts as read. What it holds no more is removed. */
  function finish({ parts, ...file }: FinishedFile): { readonly documentId: string } {
    return sqlite
      .transaction(() => {
        const now = Date.now()
        const present = new Set(parts)
        for (const { id, part } of partsOf.all(file.path)) if (!present.has(part)) empty(id, now)
        const root = byPath.get(file.path, '')
        const documentId = root?.id ?? uuid()
        if (root && present.has('')) finishDocument.run({ ...file, id: documentId, now })
        else {
          if (root) empty(documentId, now)
          // A holder has the passages of its parts and is ready when all of them are.
          const embeddedAt = waitingPart.get(file.path) === undefined ? now : null
          putHolder.run({ ...file, id: documentId, count: present.size, embeddedAt, now })
        }
        return { documentId }
      })
      .immediate()
  }

  /** Ids of documents by id, path or source, without those that are not there. */
  function idsOf(wanted: DocumentsToRemove): string[] {
    const ids = [...(wanted.documentIds ?? [])]
    // What was imported from a file (an export of chats) outlives the file.
    const ofPath = sqlite
      .prepare<[string], string>('SELECT id FROM documents WHERE path = ? AND deleted_at IS NULL AND identity IS NULL')
      .pluck()
    for (const path of wanted.paths ?? []) ids.push(...ofPath.all(path))
    if (wanted.sourceId !== undefined) {
      const ofSource = sqlite
        .prepare<[string], string>('SELECT id FROM documents WHERE source_id = ? AND deleted_at IS NULL')
        .pluck()
      ids.push(...ofSource.all(wanted.sourceId))
    }
    return [...new Set(ids)]
  }

  /** Takes text, passages, words and vectors of documents away in one transaction; their rows stay for a while. Returns how many there were. */
  function remove(ids: readonly string[]): number {
    const now = Date.now()
    return sqlite.transaction(() => ids.reduce((sum, id) => sum + empty(id, now), 0)).immediate()
  }

  function empty(id: string, now: number): number {
    passages.removeAll(id)
    deleteText.run(id)
    deleteSymbols.run(id)
    deleteImports.run(id)
    return emptyDocument.run({ id, now }).changes
  }

  /** Deletes rows that removal left, by id or of a source; returns how many. What is in the library stays. */
  function forgetRemoved({ documentIds = [], sourceId = '' }: DocumentsToRemove): number {
    return sqlite
      .prepare(`DELETE FROM documents WHERE deleted_at IS NOT NULL
        AND (id IN (SELECT value FROM json_each(?)) OR source_id = ?)`)
      .run(JSON.stringify(documentIds), sourceId).changes
  }

  /** Forgets rows of documents, and vectors of texts, that went before these times; returns how many documents. */
  function forget(before: { readonly documents: number; readonly vectors: number }): number {
    return sqlite
      .transaction(() => {
        forgetVectors.run(before.vectors)
        return forgetDocuments.run(before.documents).changes
      })
      .immediate()
  }
}
