import { blob, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

/** Folders, files and texts a person added. Written only by main's library store; anyone may read. */
export const sources = sqliteTable(
  'sources',
  {
    id: text().primaryKey(),
    kind: text({ enum: ['folder', 'file', 'text', 'sample'] }).notNull(),
    title: text().notNull(),
    path: text().notNull(),
    watched: integer({ mode: 'boolean' }).notNull(),
    problem: text(),
    /** Device number of the folder when it was last reached; tells an unplugged drive's empty mount point from an emptied folder. */
    device: integer(),
    createdAt: integer().notNull(),
    updatedAt: integer().notNull(),
    deletedAt: integer(),
  },
  (t) => [index('sources_by_path').on(t.path)],
)

/** Files still to be read or removed, and those that failed. Written only by main's library store; anyone may read. */
export const jobs = sqliteTable(
  'jobs',
  {
    id: text().primaryKey(),
    sourceId: text().notNull(),
    batchId: text().notNull(),
    kind: text({ enum: ['read', 'remove'] }).notNull(),
    path: text().notNull(),
    /** The document this path had when the job was made; null for a file that is new. */
    documentId: text(),
    /** Title to use instead of the one found in the file; pasted texts have one. */
    title: text(),
    state: text({ enum: ['waiting', 'running', 'failed', 'cancelled'] }).notNull(),
    /** How often a process died while it read this file; at 2 the file is set aside. */
    attempts: integer().notNull().default(0),
    failureCode: text(),
    failureMessage: text(),
    bytes: integer().notNull().default(0),
    modifiedAt: integer(),
    /** Lower comes first. */
    priority: integer().notNull().default(0),
    createdAt: integer().notNull(),
    updatedAt: integer().notNull(),
  },
  (t) => [
    uniqueIndex('jobs_by_path').on(t.path),
    index('jobs_by_state').on(t.state, t.priority, t.bytes),
    index('jobs_by_batch').on(t.batchId, t.state),
    index('jobs_by_source').on(t.sourceId),
    index('jobs_by_count').on(t.kind, t.state, t.documentId),
  ],
)

/** Documents that were read. Written only by the library worker; anyone may read. */
export const documents = sqliteTable(
  'documents',
  {
    id: text().primaryKey(),
    sourceId: text().notNull(),
    path: text().notNull(),
    title: text().notNull(),
    type: text({ enum: ['text', 'markdown', 'html', 'pdf', 'docx', 'csv', 'json', 'code'] }).notNull(),
    /** Language of source code (a shiki id), null otherwise. */
    codeLanguage: text(),
    bytes: integer().notNull(),
    /** Lets a re-scan skip files whose bytes have not changed. */
    sha256: text().notNull(),
    modifiedAt: integer().notNull(),
    pages: integer(),
    passages: integer().notNull(),
    /** When the last missing vector was written; null while some are missing. */
    embeddedAt: integer(),
    createdAt: integer().notNull(),
    updatedAt: integer().notNull(),
    /** Set when the file vanished while its source could be reached. */
    deletedAt: integer(),
  },
  (t) => [
    uniqueIndex('documents_by_path').on(t.path),
    index('documents_by_source').on(t.sourceId, t.deletedAt),
    index('documents_by_count').on(t.deletedAt, t.embeddedAt, t.passages),
    index('documents_by_change').on(t.modifiedAt),
  ],
)

/** The whole text form of each document, apart so that lists stay small. Written only by the library worker. */
export const documentTexts = sqliteTable('document_texts', {
  documentId: text()
    .primaryKey()
    .references(() => documents.id, { onDelete: 'cascade' }),
  text: text().notNull(),
})

/** Passages of a document, in reading order. Written only by the library worker; deleted with their document. */
export const passages = sqliteTable(
  'passages',
  {
    /** Key in the full-text table and the vector index; never used again after removal. */
    key: integer().primaryKey({ autoIncrement: true }),
    id: text().notNull(),
    documentId: text()
      .notNull()
      .references(() => documents.id, { onDelete: 'cascade' }),
    position: integer().notNull(),
    page: integer(),
    heading: text(),
    startLine: integer().notNull(),
    endLine: integer().notNull(),
    startOffset: integer().notNull(),
    endOffset: integer().notNull(),
    text: text().notNull(),
    /** Title and headings as they are searched. */
    contextWords: text().notNull(),
    /** `text` as it is searched where scripts without spaces were cut into pairs; null where it is `text` itself. */
    textWords: text(),
    /** SHA-256 of the text that is embedded, hexadecimal; equal texts share one computation. */
    textHash: text().notNull(),
  },
  (t) => [
    uniqueIndex('passages_by_id').on(t.id),
    index('passages_by_document').on(t.documentId, t.position),
    index('passages_by_text_hash').on(t.textHash),
  ],
)

/** Vectors of passages, one per model. Written only by the library worker; the index file is derived from this. */
export const embeddings = sqliteTable(
  'embeddings',
  {
    passageKey: integer()
      .notNull()
      .references(() => passages.key, { onDelete: 'cascade' }),
    /** Id and revision of the embedding model; vectors of different models are never compared. */
    model: text().notNull(),
    /** Unit length, 32-bit floats, little endian. */
    vector: blob({ mode: 'buffer' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.model, t.passageKey] })],
)
