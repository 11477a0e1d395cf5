import { getTableName, type Table } from 'drizzle-orm'
import type { Connection } from '#database/connection'
import { textHashOf } from '../embedded-text.ts'
import { isInflected } from '../language.ts'
import { searchableWords } from '../words.ts'
import { columnsOf, documentsTable, type ExportedColumn, nestedTables } from './exported-tables.store.ts'
import type { Outcome } from './import.store.ts'
import type { Row } from './row-lines.ts'

export interface DocumentToImport {
  readonly row: Row
  /** Null for one that has none: it is in the bin, or holds others. */
  readonly text: string | null
  readonly passages: readonly Row[]
  readonly definitions: readonly Row[]
  readonly codeImports: readonly Row[]
}

interface Known {
  readonly id: string
  readonly deletedAt: number | null
  readonly updatedAt: number
}

/** Puts documents of an export into a library, with all that is found in them; vectors are made anew. */
export function createDocumentImport(sqlite: Connection['sqlite']) {
  const known = 'SELECT id, deleted_at AS deletedAt, updated_at AS updatedAt FROM documents WHERE'
  const finders = [
    sqlite.prepare<Row, Known>(`${known} id = @id`),
    sqlite.prepare<Row, Known>(`${known} path = @path AND part = @part`),
    sqlite.prepare<Row, Known>(`${known} identity = @identity`),
  ]
  const { table, columns } = documentColumns
  const insert = sqlite.prepare<Row>(insertInto(table, columns))
  const update = sqlite.prepare<Row>(
    `UPDATE documents SET ${columns.map(({ key, name }) => `"${name}" = @${key}`).join(', ')}, embedded_at = NULL WHERE id = @id`,
  )
  const insertText = sqlite.prepare('INSERT OR REPLACE INTO document_texts (document_id, text) VALUES (?, ?)')
  // Ids of passages are named by citations. One that another document has already is not taken from it.
  const insertPassage = sqlite.prepare<Row>(insertInto(nestedTables.passages.table, passageColumns, 'OR IGNORE'))
  const insertDefinition = sqlite.prepare<Row>(insertInto(nestedTables.definitions.table, inDocument('definitions')))
  const insertImport = sqlite.prepare<Row>(insertInto(nestedTables.codeImports.table, inDocument('codeImports')))
  const emptied = ['passages', 'symbols', 'imports'].map((table) =>
    sqlite.prepare(`DELETE FROM ${table} WHERE document_id = ?`),
  )
  return { put }

  /** The document that is there stays; one in the bin comes back when it was put there before the export knew it last. */
  function put(document: DocumentToImport): { readonly outcome: Outcome; readonly id: string } {
    const { row } = document
    const before = finders.map((finder) => finder.get(row)).find((found) => found !== undefined)
    if (!before) {
      insert.run(row)
      fill(String(row.id), document)
      return { outcome: 'added', id: String(row.id) }
    }
    const comesBack = before.deletedAt !== null && row.deletedAt === null && before.updatedAt < Number(row.updatedAt)
    if (!comesBack) return { outcome: 'left', id: before.id }
    update.run({ ...row, id: before.id })
    for (const empty of emptied) empty.run(before.id)
    fill(before.id, document)
    return { outcome: 'updated', id: before.id }
  }

  function fill(documentId: string, { row, text, passages, definitions, codeImports }: DocumentToImport): void {
    if (text === null) return
    insertText.run(documentId, text)
    for (const passage of passages) insertPassage.run(passageOf(documentId, { row, text, passage }))
    for (const definition of definitions) insertDefinition.run({ ...definition, documentId })
    for (const one of codeImports) insertImport.run({ ...one, documentId })
  }
}

function passageOf(
  documentId: string,
  { row, text: whole, passage }: { readonly row: Row; readonly text: string; readonly passage: Row },
): Row {
  const text = whole.slice(Number(passage.startOffset), Number(passage.endOffset))
  const heading = passage.heading === null ? null : String(passage.heading)
  const roots = row.type !== 'code' && isInflected(text)
  const words = searchableWords(text, { roots })
  return {
    ...passage,
    documentId,
    text,
    contextWords: searchableWords(heading === null ? String(row.title) : `${row.title}\n${heading}`, { roots }),
    textWords: words === text ? null : words,
    textHash: textHashOf({ heading, text }),
  }
}

/** The columns of what stands inside a document, with the one that says in which. */
function inDocument(nested: keyof typeof nestedTables) {
  const { table, leftOut } = nestedTables[nested]
  return [...columnsOf(table, leftOut), { key: 'documentId', name: 'document_id' }]
}

type Named = Pick<ExportedColumn, 'key' | 'name'>

const documentColumns = {
  table: documentsTable.table,
  columns: columnsOf(documentsTable.table, documentsTable.leftOut),
}
const passageColumns: readonly Named[] = [
  ...inDocument('passages'),
  { key: 'text', name: 'text' },
  { key: 'contextWords', name: 'context_words' },
  { key: 'textWords', name: 'text_words' },
  { key: 'textHash', name: 'text_hash' },
]

function insertInto(table: Table, columns: readonly Named[], or: '' | 'OR IGNORE' = ''): string {
  const names = columns.map(({ name }) => `"${name}"`).join(', ')
  return `INSERT ${or} INTO "${getTableName(table)}" (${names}) VALUES (${columns.map(({ key }) => `@${key}`).join(', ')})`
}
