import { sql } from 'drizzle-orm'
import { blob, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { DocumentType, Place, SymbolKind } from '#contract/passage'

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
    /** True while a person has its files left alone: nothing is read or followed, what was read stays findable. */
    paused: integer({ mode: 'boolean' }).notNull().default(false),
    /** Patterns in gitignore syntax, one a line, that hold for this source; empty for none. */
    rules: text().notNull().default(''),
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
    /** Lower comes first; from a billion on the job belongs to a paused source and is passed over. */
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
    /** Which document of a file that holds several (a mailbox, an export of chats); empty for the file itself. */
    part: text().notNull().default(''),
    /** How many documents the file holds beside this row; null for a document that is one itself. */
    parts: integer(),
    /** Names a document whatever file it came in (`chatgpt:<id>`), so that a second import is none. */
    identity: text(),
    title: text().notNull(),
    type: text().$type<DocumentType>().notNull(),
    /** Who wrote it, where the document says so. */
    author: text(),
    /** When it was written or sent, where the document says so; milliseconds since the Unix epoch. */
    writtenAt: integer(),
    /** Documents of one conversation share it (mail: the id of the first message). */
    thread: text(),
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
    /** Set when the file vanished while its source could be reached, or a person removed the document: text and passages are gone, the row keeps its id. */
    deletedAt: integer(),
  },
  (t) => [
    uniqueIndex('documents_by_part').on(t.path, t.part),
    uniqueIndex('documents_by_identity').on(t.identity),
    index('documents_by_sha256').on(t.sha256),
    index('documents_by_thread').on(t.thread),
    index('documents_by_source').on(t.sourceId, t.deletedAt),
    index('documents_by_count').on(t.deletedAt, t.parts, t.embeddedAt, t.passages),
    index('documents_by_change').on(t.modifiedAt),
    index('documents_by_author').on(t.author),
    index('documents_by_title').on(sql`${t.title} COLLATE NOCASE`),
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
    /** `Place` of the contract; null where the format has none. */
    place: text({ mode: 'json' }).$type<Place>(),
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

/** Vectors of passages that are gone, for a while: a file that moves or comes back is not computed again. Written only by the library worker. */
export const keptVectors = sqliteTable(
  'kept_vectors',
  {
    /** SHA-256 of the text that was embedded. */
    textHash: text().notNull(),
    model: text().notNull(),
    vector: blob({ mode: 'buffer' }).notNull(),
    keptAt: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.textHash, t.model] }), index('kept_vectors_by_age').on(t.keptAt)],
)

/** Definitions in source code, in the order they stand there. Written only by the library worker; deleted with their document. */
export const symbols = sqliteTable(
  'symbols',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    documentId: text()
      .notNull()
      .references(() => documents.id, { onDelete: 'cascade' }),
    /** With what it stands in: `Queue.advance`. */
    name: text().notNull(),
    kind: text().$type<SymbolKind>().notNull(),
    startLine: integer().notNull(),
    endLine: integer().notNull(),
  },
  (t) => [index('symbols_by_document').on(t.documentId), index('symbols_by_name').on(t.name)],
)

/** What source code imports, in the order it stands there. Written only by the library worker; deleted with their document. */
export const imports = sqliteTable(
  'imports',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    documentId: text()
      .notNull()
      .references(() => documents.id, { onDelete: 'cascade' }),
    /** As it is written: a path, a package, a namespace. */
    module: text().notNull(),
    line: integer().notNull(),
  },
  (t) => [index('imports_by_document').on(t.documentId), index('imports_by_module').on(t.module)],
)

/** Groups of sources that a question can be limited to. Written only by main's library store; anyone may read. */
export const collections = sqliteTable('collections', {
  id: text().primaryKey(),
  name: text().notNull(),
  createdAt: integer().notNull(),
  updatedAt: integer().notNull(),
  deletedAt: integer(),
})

/** Which sources are in a collection. Written only by main's library store; anyone may read. */
export const collectionSources = sqliteTable(
  'collection_sources',
  {
    collectionId: text().notNull(),
    sourceId: text().notNull(),
    createdAt: integer().notNull(),
    updatedAt: integer().notNull(),
    deletedAt: integer(),
  },
  (t) => [primaryKey({ columns: [t.collectionId, t.sourceId] }), index('collection_sources_by_source').on(t.sourceId)],
)

/** Tags on documents; they stay with a document that vanishes and comes back. Written only by main's library store. */
export const documentTags = sqliteTable(
  'document_tags',
  {
    documentId: text().notNull(),
    /** As typed, trimmed; compared without regard to case. */
    tag: text().notNull(),
    createdAt: integer().notNull(),
    updatedAt: integer().notNull(),
    deletedAt: integer(),
  },
  (t) => [primaryKey({ columns: [t.documentId, t.tag] }), index('document_tags_by_tag').on(t.tag)],
)

/** The category of a document, one each: a path in a tree such as `Law/Leases`. Written only by main's library store. */
export const documentCategories = sqliteTable(
  'document_categories',
  {
    documentId: text().primaryKey(),
    category: text().notNull(),
    createdAt: integer().notNull(),
    updatedAt: integer().notNull(),
    deletedAt: integer(),
  },
  (t) => [index('document_categories_by_category').on(t.category)],
)

/** Files a person took out of the library one by one: a scan leaves them out until they are put back. Written only by main's library store. */
export const removedFiles = sqliteTable('removed_files', {
  path: text().primaryKey(),
  sourceId: text().notNull(),
  createdAt: integer().notNull(),
  updatedAt: integer().notNull(),
  deletedAt: integer(),
})

/** Embedding models the library knows besides the shipped one, and which serves; without a row the shipped one does. Written only by main's models store; anyone may read. */
export const embeddingModels = sqliteTable('embedding_models', {
  /** Id and revision, as in `embeddings.model`. */
  id: text().primaryKey(),
  kind: text({ enum: ['shipped', 'folder', 'ollama', 'openai-compatible'] }).notNull(),
  title: text().notNull(),
  /** Where it is: `EmbeddingModelPlace` of the contract, with what was agreed about it (`whenReady`, `confirmed`). */
  place: text({ mode: 'json' }).$type<Readonly<Record<string, string>>>().notNull(),
  dimensions: integer().notNull(),
  /** Exactly one serves; `building` writes its vectors beside it; `kept` has vectors and is not in use. */
  state: text({ enum: ['serving', 'building', 'paused', 'kept'] }).notNull(),
  createdAt: integer().notNull(),
  updatedAt: integer().notNull(),
  deletedAt: integer(),
})
