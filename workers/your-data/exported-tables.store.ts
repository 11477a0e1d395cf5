import { getTableColumns, type Table } from 'drizzle-orm'
import { CasingCache } from 'drizzle-orm/casing'
import { activity, activityChains } from '#database/activity.table'
import {
  answerFeedback,
  assistants,
  attachments,
  conversationFolders,
  conversations,
  drafts,
  messages,
  prompts,
} from '#database/chat.table'
import * as library from '#database/library.table'
import { modelRequests, modelResponses } from '#database/model-requests.table'
import { outwardRequests } from '#database/network.table'
import { recentSearches, savedSearches } from '#database/search.table'
import { settings } from '#database/settings.table'

/** A table whose rows are lines of a part, and what becomes of a row that is there already when it is imported. */
export interface ExportedTable {
  readonly part: string
  readonly table: Table
  /** Names a row, by the keys of the table. */
  readonly key: readonly string[]
  /**
   * `newer`: the row that was changed last stays. `mine`: the one that is there stays. `document`: as `mine`, unless it is in the
   * bin and was put there before. `equal`: a row is there when one is that equals it in all columns.
   */
  readonly rule: 'newer' | 'mine' | 'document' | 'equal'
  /** The column that says when a row was changed last. */
  readonly changed?: string
  /** Columns that make a row of another name the same thing; its name here is then used for the imported one. */
  readonly same?: readonly (readonly string[])[]
  /** Columns that are not exported, with the reason. */
  readonly leftOut?: Readonly<Record<string, string>>
  /** Columns that hold the id of a source or a document. */
  readonly refers?: Readonly<Record<string, 'library/sources.jsonl' | 'library/documents.jsonl'>>
  /** The same, for columns that hold a JSON list of ids. */
  readonly refersInLists?: Readonly<Record<string, 'library/sources.jsonl'>>
  /** Values of columns that are not exported, in SQL. */
  readonly fixed?: Readonly<Record<string, string>>
  /** A query that finds something when a row is not to be brought in. */
  readonly unless?: string
  /** Columns that hold a path; a path of Alcove's own copies is told from its folder on. */
  readonly paths?: readonly string[]
  /** Columns that hold JSON as text. */
  readonly json?: readonly string[]
}

const numbered = 'a number of this file alone'
const byUpdate = { rule: 'newer', changed: 'updatedAt' } as const
const ofSource = 'library/sources.jsonl'
const ofDocument = 'library/documents.jsonl'

/** Documents; what is found in one stands inside its line. */
export const documentsTable: ExportedTable = {
  part: ofDocument,
  table: library.documents,
  key: ['id'],
  rule: 'document',
  changed: 'updatedAt',
  same: [['path', 'part'], ['identity']],
  refers: { sourceId: ofSource },
  paths: ['path'],
  leftOut: { embeddedAt: 'vectors are made anew' },
}

/** Every part that is made of the rows of a table, in the order in which they can be imported. */
export const exportedTables: readonly ExportedTable[] = [
  {
    part: ofSource,
    table: library.sources,
    key: ['id'],
    ...byUpdate,
    same: [['path']],
    paths: ['path'],
    leftOut: { device: 'the number of a drive on this machine', problem: 'found again by the next look' },
  },
  documentsTable,
  {
    part: 'library/tags.jsonl',
    table: library.documentTags,
    key: ['documentId', 'tag'],
    ...byUpdate,
    refers: { documentId: ofDocument },
  },
  {
    part: 'library/categories.jsonl',
    table: library.documentCategories,
    key: ['documentId'],
    ...byUpdate,
    refers: { documentId: ofDocument },
  },
  { part: 'library/collections.jsonl', table: library.collections, key: ['id'], ...byUpdate },
  {
    part: 'library/collection-sources.jsonl',
    table: library.collectionSources,
    key: ['collectionId', 'sourceId'],
    ...byUpdate,
    refers: { sourceId: ofSource },
  },
  {
    part: 'library/removed-files.jsonl',
    table: library.removedFiles,
    key: ['path'],
    ...byUpdate,
    refers: { sourceId: ofSource },
    paths: ['path'],
  },
  { part: 'library/embedding-models.jsonl', table: library.embeddingModels, key: ['id'], rule: 'mine' },
  { part: 'library/saved-searches.jsonl', table: savedSearches, key: ['id'], ...byUpdate, same: [['query']] },
  { part: 'library/recent-searches.jsonl', table: recentSearches, key: ['query'], rule: 'newer', changed: 'usedAt' },
  { part: 'conversation-folders.jsonl', table: conversationFolders, key: ['id'], ...byUpdate },
  { part: 'conversations.jsonl', table: conversations, key: ['id'], ...byUpdate },
  { part: 'messages.jsonl', table: messages, key: ['id'], ...byUpdate },
  {
    part: 'attachments.jsonl',
    table: attachments,
    key: ['id'],
    rule: 'mine',
    // Its question is not in the export: nothing would lead to it.
    unless: 'SELECT 1 WHERE @messageId IS NOT NULL AND NOT EXISTS (SELECT 1 FROM messages WHERE id = @messageId)',
  },
  { part: 'feedback.jsonl', table: answerFeedback, key: ['answerId'], ...byUpdate },
  { part: 'assistants.jsonl', table: assistants, key: ['id'], ...byUpdate, refersInLists: { sourceIds: ofSource } },
  { part: 'prompts.jsonl', table: prompts, key: ['id'], ...byUpdate },
  { part: 'drafts.jsonl', table: drafts, key: ['place'], ...byUpdate },
  { part: 'settings.jsonl', table: settings, key: ['key'], rule: 'mine' },
  { part: 'network.jsonl', table: outwardRequests, key: ['id'], rule: 'equal', leftOut: { id: numbered } },
  { part: 'model-requests.jsonl', table: modelRequests, key: ['id'], rule: 'equal', leftOut: { id: numbered } },
  {
    part: 'activity-logs.jsonl',
    table: activityChains,
    key: ['chain'],
    rule: 'newer',
    changed: 'number',
    unless: 'SELECT 1 FROM activity_chains WHERE chain = @chain AND own = 1',
    leftOut: { own: 'which log is that of this library' },
    fixed: { own: '0' },
  },
  {
    part: 'activity.jsonl',
    table: activity,
    key: ['chain', 'number'],
    rule: 'mine',
    leftOut: { id: numbered },
    json: ['about'],
    // Rows of this library's own log are here, or were let go.
    unless: 'SELECT 1 FROM activity_chains WHERE chain = @chain AND own = 1',
  },
]

/** Tables whose rows stand inside the line of their document. */
export const nestedTables = {
  passages: {
    table: library.passages,
    order: ['position'],
    leftOut: {
      key: numbered,
      documentId: 'it stands inside its document',
      text: 'it is the document’s text between its offsets',
      contextWords: 'made anew from the title and the heading',
      textWords: 'made anew from the text',
      textHash: 'made anew from the text',
    },
  },
  definitions: {
    table: library.symbols,
    order: ['id'],
    leftOut: { id: numbered, documentId: 'it stands inside its document' },
  },
  codeImports: {
    table: library.imports,
    order: ['id'],
    leftOut: { id: numbered, documentId: 'it stands inside its document' },
  },
} as const satisfies Readonly<
  Record<string, { table: Table; order: readonly string[]; leftOut: Readonly<Record<string, string>> }>
>

/** Texts of documents are files of their own. */
export const textTable = library.documentTexts

/** Tables that are not exported, with the reason. */
export const leftOutTables: readonly { readonly table: Table; readonly reason: string }[] = [
  { table: library.jobs, reason: 'work that waits; the next look at the sources finds it again' },
  { table: library.embeddings, reason: 'vectors are made anew from the passages' },
  { table: library.keptVectors, reason: 'vectors of texts that are gone' },
  { table: modelResponses, reason: 'titles and summaries are kept where they belong' },
]

export interface ExportedColumn {
  /** As it is called in a line. */
  readonly key: string
  /** As it is called in SQL. */
  readonly name: string
  readonly type: 'text' | 'number' | 'boolean' | 'json'
  readonly required: boolean
  readonly oneOf: readonly string[] | null
}

const casing = new CasingCache('snake_case')

/** The columns of a table that are exported. */
export function columnsOf(
  table: Table,
  leftOut: Readonly<Record<string, string>> = {},
  json: readonly string[] = [],
): ExportedColumn[] {
  return Object.entries(getTableColumns(table))
    .filter(([key]) => leftOut[key] === undefined)
    .map(([key, column]) => ({
      key,
      name: casing.getColumnCasing(column),
      type: json.includes(key) ? 'json' : typeOf(column.dataType),
      required: column.notNull,
      oneOf: column.enumValues && column.enumValues.length > 0 ? column.enumValues : null,
    }))
}

function typeOf(dataType: string): ExportedColumn['type'] {
  if (dataType === 'json' || dataType === 'number' || dataType === 'boolean') return dataType
  return 'text'
}
