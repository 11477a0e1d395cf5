import { getTableName, type Table } from 'drizzle-orm'
import { openConnection } from '#database/connection'
import type { LibraryKey } from '#database/library-key'
import { newestSchema } from '#database/newest-schema'
import { conversationToMarkdown, type SaidConversation, type SaidMessage } from './conversation-markdown.ts'
import {
  columnsOf,
  type ExportedColumn,
  type ExportedTable,
  exportedTables,
  nestedTables,
  textTable,
} from './exported-tables.store.ts'
import { portablePath, textPartOf } from './part-names.ts'
import { type Row, rowToObject } from './row-lines.ts'
import { withoutPasswords } from './without-passwords.ts'

export interface LibraryToExport {
  readonly databasePath: string
  readonly importsFolder: string
  /** Of an encrypted library. */
  readonly key: LibraryKey | null
}

export type ExportStore = ReturnType<typeof openExportStore>

/** Reads a library as it is at one moment, however long that takes; writers go on meanwhile. */
export function openExportStore({ databasePath, importsFolder, key }: LibraryToExport) {
  const { sqlite, close } = openConnection(databasePath, { readonly: true, key })
  sqlite.exec('BEGIN')
  const schema = Number(
    // A transaction begins to hold what it sees with its first look.
    sqlite.prepare('SELECT coalesce(max(created_at), 0) FROM __drizzle_migrations').pluck().get(),
  )
  const text = sqlite.prepare<[string], string>('SELECT text FROM document_texts WHERE document_id = ?').pluck()
  const nested = Object.entries(nestedTables).map(([key, { table, order, leftOut }]) => {
    const columns = columnsOf(table, leftOut)
    const sorted = order.map((name) => snake(name)).join(', ')
    const rows = sqlite.prepare<[string], Row>(
      `SELECT ${selected(columns)} FROM "${getTableName(table)}" WHERE document_id = ? ORDER BY ${sorted}`,
    )
    return { key, columns, rows }
  })
  return {
    schema,
    newest: newestSchema(),
    countOf,
    lines,
    texts,
    text: (id: string) => text.get(id) ?? '',
    settings,
    conversations,
    markdownOf,
    files,
    close,
  }

  function countOf(table: Table = textTable): number {
    return Number(
      sqlite
        .prepare(`SELECT count(*) FROM "${getTableName(table)}"`)
        .pluck()
        .get(),
    )
  }

  /** The rows of a part, as lines, in the order of their keys. */
  function* lines(exported: ExportedTable): Generator<string> {
    const { table, key, leftOut, json, paths = [], part } = exported
    const columns = columnsOf(table, leftOut, json)
    const isDocuments = part === 'library/documents.jsonl'
    // A key that is not exported is a number given in order.
    const order = key.map((name) => snake(name)).join(', ')
    for (const row of sqlite
      .prepare<[], Row>(`SELECT ${selected(columns)} FROM "${getTableName(table)}" ORDER BY ${order}`)
      .iterate()) {
      const plain = rowToObject(row, columns)
      const object = mayHoldAddresses.includes(part) ? withoutPasswords(plain) : plain
      for (const path of paths) object[path] = portablePath(String(object[path]), importsFolder)
      if (isDocuments) Object.assign(object, insideOf(row))
      yield `${JSON.stringify(object)}\n`
    }
  }

  function insideOf(row: Row): Record<string, unknown> {
    const id = String(row.id)
    const found = nested.map(({ key, columns, rows }) => [key, rows.all(id).map((one) => rowToObject(one, columns))])
    const part = text.get(id) === undefined ? null : textPartOf({ id, title: String(row.title) })
    return { text: part, inside: Object.fromEntries(found) }
  }

  /** The documents that have a text. */
  function texts(): readonly { readonly id: string; readonly title: string }[] {
    return sqlite
      .prepare<[], { id: string; title: string }>(
        'SELECT d.id, d.title FROM document_texts t JOIN documents d ON d.id = t.document_id ORDER BY d.id',
      )
      .all()
  }

  /** What was set, to read; the rows are what is imported. */
  function settings(): Record<string, unknown> {
    const rows = sqlite
      .prepare<[], { key: string; value: string }>(
        'SELECT key, value FROM settings WHERE deleted_at IS NULL ORDER BY key',
      )
      .all()
    return withoutPasswords(Object.fromEntries(rows.map(({ key, value }) => [key, JSON.parse(value)])))
  }

  function conversations(): readonly (SaidConversation & { readonly id: string })[] {
    return sqlite
      .prepare<[], SaidConversation & { id: string }>(
        `SELECT id, title, active_id AS activeId, created_at AS createdAt FROM conversations WHERE deleted_at IS NULL ORDER BY id`,
      )
      .all()
  }

  function markdownOf(conversation: SaidConversation & { readonly id: string }): string {
    const messages = sqlite
      .prepare<[string], SaidMessage>(
        `SELECT id, parent_id AS parentId, role, text, model, details, created_at AS createdAt FROM messages
         WHERE conversation_id = ? AND deleted_at IS NULL`,
      )
      .all(conversation.id)
    return conversationToMarkdown(conversation, messages)
  }

  /** Files of the person that the library knows, without Alcove's own copies. */
  function files(): readonly { readonly id: string; readonly path: string; readonly bytes: number }[] {
    return sqlite
      .prepare<[], { id: string; path: string; bytes: number }>(
        `SELECT id, path, bytes FROM documents WHERE part = '' AND deleted_at IS NULL ORDER BY id`,
      )
      .all()
      .filter(({ path }) => portablePath(path, importsFolder) === path)
  }
}

/** Parts with addresses of servers, which may hold a name and a password. */
const mayHoldAddresses = ['settings.jsonl', 'library/embedding-models.jsonl']

/** How many rows each part has. */
export function countsOf(store: Pick<ExportStore, 'countOf'>): Record<string, number> {
  return Object.fromEntries(exportedTables.map(({ part, table }) => [part, store.countOf(table)]))
}

function selected(columns: readonly ExportedColumn[]): string {
  return columns.map(({ key, name }) => `"${name}" AS "${key}"`).join(', ')
}

function snake(key: string): string {
  return `"${key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}"`
}
