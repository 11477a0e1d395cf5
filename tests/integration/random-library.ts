import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { getTableName, type Table } from 'drizzle-orm'
import { migrateDatabase, openDatabase } from '#database/database'
import type { LibraryKey } from '#database/library-key'
import { layout } from '../../main/app/data-folder.ts'
import { columnsOf, exportedTables, nestedTables } from '../../workers/your-data/exported-tables.store.ts'

type Random = () => number
type Values = Record<string, unknown>

const words = [
  'lease',
  'Miete',
  '北京大学',
  'наём',
  'a "quoted" word',
  'line\nbreak',
  '💶',
  '',
  'tab\tand \\ slash',
  '%_;--',
]

/** A library of which every column of every table that is exported holds something, drawn by chance; whatever is added to the schema is in it. */
export async function makeRandomLibrary(root: string, random: Random, key: LibraryKey | null = null) {
  const folder = layout(root)
  mkdirSync(folder.imports, { recursive: true })
  const database = openDatabase(folder.database, { key })
  await migrateDatabase(database, { backupFolder: folder.backups })
  const { sqlite } = database
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T
  const count = () => 2 + Math.floor(random() * 6)
  const text = () => Array.from({ length: count() }, () => pick(words)).join(' ')
  const id = () => `${Math.floor(random() * 1e9).toString(36)}-${Math.floor(random() * 1e9).toString(36)}`
  const time = () => Math.floor(random() * 1.7e12)
  const files = join(root, '..', 'files')
  mkdirSync(files, { recursive: true })

  const sourceIds = rowsOf('library/sources.jsonl', (n) => ({
    deletedAt: n === 0 ? time() : null,
    id: id(),
    path: fileOr(n, 'source'),
    kind: 'text',
    paused: 0,
  }))
  const documentIds = rowsOf('library/documents.jsonl', (n) => ({
    id: id(),
    sourceId: pick(sourceIds).id,
    path: fileOr(n, 'document'),
    part: '',
    parts: null,
    type: pick(['markdown', 'code', 'mail']),
    deletedAt: n === 0 ? time() : null,
  }))
  for (const document of documentIds) if (document.deletedAt === null) fillDocument(String(document.id))
  rowsOf('library/tags.jsonl', () => ({ documentId: pick(documentIds).id, tag: id() }))
  rowsOf('library/categories.jsonl', (n) => ({ documentId: documentIds[n]?.id ?? id() }))
  const collections = rowsOf('library/collections.jsonl', () => ({ id: id() }))
  rowsOf('library/collection-sources.jsonl', (n) => ({
    collectionId: pick(collections).id,
    sourceId: sourceIds[n]?.id ?? id(),
  }))
  const conversations = rowsOf('conversations.jsonl', () => ({ id: id() }))
  let above: unknown = null
  const messages = rowsOf('messages.jsonl', (n) => {
    const message = {
      id: id(),
      conversationId: pick(conversations).id,
      parentId: n % 3 === 0 ? null : above,
      role: pick(['question', 'answer']),
    }
    above = message.id
    return message
  })
  rowsOf('attachments.jsonl', (n) => ({ messageId: n === 0 ? null : pick(messages).id }))
  for (const { part } of exportedTables) if (!filled.has(part)) rowsOf(part, () => ({}))
  database.close()
  return folder

  function rowsOf(part: string, fixed: (n: number) => Values): readonly Values[] {
    filled.add(part)
    const exported = exportedTables.find((one) => one.part === part)
    if (!exported) throw new Error(`There is no ${part}`)
    const known = Number(
      sqlite
        .prepare(`SELECT count(*) FROM "${getTableName(exported.table)}"`)
        .pluck()
        .get(),
    )
    if (known > 0) return []
    const made = Array.from({ length: count() }, (_, n) => {
      const chance = Object.fromEntries(
        columnsOf(exported.table, exported.leftOut, exported.json).map((column) => [column.key, valueOf(column, n)]),
      )
      return { ...chance, ...fixed(n) }
    })
    for (const row of made) insert(exported.table, { ...row, ...(part === 'activity-logs.jsonl' ? { own: 0 } : {}) })
    return made
  }

  function valueOf({ key, type, required, oneOf }: ReturnType<typeof columnsOf>[number], n: number): unknown {
    if (!required && random() < 0.3) return null
    if (oneOf) return pick(oneOf)
    if (type === 'boolean') return Math.round(random())
    if (type === 'json')
      return JSON.stringify(
        key.endsWith('Ids') ? [id()] : { text: text(), list: [1.5, null, true], __proto__: null, n },
      )
    if (type === 'number') return key.endsWith('At') ? time() : n + 1
    return /^(id|path|place|query|key|chain|identity|tag)$/.test(key) ? `${id()} ${n}` : text()
  }

  /** A pasted text of Alcove's own, or a file of the person. */
  function fileOr(n: number, name: string): string {
    const path = n % 2 === 0 ? join(folder.imports, `${name}-${id()}.md`) : join(files, `${name}-${id()}.md`)
    writeFileSync(path, text())
    return path
  }

  function fillDocument(documentId: string): void {
    const whole = `${text()}\n\n${text()} and a few plain words of English that stand here for the detector of languages.`
    insert(tableNamed('document_texts'), { documentId, text: whole })
    const half = Math.floor(whole.length / 2)
    const places = [
      [0, half],
      [half, whole.length],
    ] as const
    places.forEach(([start, end], position) => {
      const given = {
        id: id(),
        documentId,
        position,
        startOffset: start,
        endOffset: end,
        text: whole.slice(start, end),
        contextWords: '',
        textHash: '',
      }
      insertNested('passages', given)
    })
    insertNested('definitions', { documentId })
    insertNested('codeImports', { documentId })
  }

  function insertNested(name: keyof typeof nestedTables, given: Values): void {
    const { table, leftOut } = nestedTables[name]
    const chance = Object.fromEntries(columnsOf(table, leftOut).map((column, n) => [column.key, valueOf(column, n)]))
    insert(table, { ...chance, ...given })
  }

  function tableNamed(name: string): Table {
    return { name } as unknown as Table
  }

  function insert(table: Table, row: Values): void {
    const name = 'name' in table && typeof table.name === 'string' ? table.name : getTableName(table)
    const keys = Object.keys(row)
    const columns = keys.map((key) => `"${key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}"`)
    sqlite
      .prepare(
        `INSERT OR IGNORE INTO "${name}" (${columns.join(', ')}) VALUES (${keys.map((key) => `@${key}`).join(', ')})`,
      )
      .run(row)
  }
}

const filled = new Set<string>()
