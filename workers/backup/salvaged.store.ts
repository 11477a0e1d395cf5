import SQLite from 'better-sqlite3'
import type { Connection } from '#database/connection'
import type { Row } from './damaged.store.ts'

type Sqlite = Connection['sqlite']

/** Made anew from the other tables while these are filled. */
const derived = /^(sqlite_|__drizzle|passage_words|message_words$|message_words_|message_keys$|passage_terms$)/

/** The tables of a library that hold what cannot be made anew, those that others refer to first. */
export function originalTables({ sqlite }: Connection): readonly { name: string; columns: readonly string[] }[] {
  const names = sqlite.prepare<[], string>("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").pluck()
  return names
    .all()
    .filter((name) => !derived.test(name))
    .map((name) => ({ name, columns: columnsOf(sqlite, name) }))
    .toSorted((one, other) => rank(one.name) - rank(other.name))
}

function rank(name: string): number {
  const at = ['sources', 'documents', 'document_texts', 'passages', 'conversations', 'messages'].indexOf(name)
  return at === -1 ? 99 : at
}

function columnsOf(sqlite: Sqlite, table: string): readonly string[] {
  return sqlite.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(table)
}

/** Takes rows of a damaged library in; nobody else has this file open. */
export function fillTable({ sqlite }: Connection, table: string, columns: readonly string[]) {
  const list = columns.map((column) => `"${column}"`).join(', ')
  const signs = columns.map(() => '?').join(', ')
  // With its number: where a table has no key of its own, others may still point at it.
  const insert = sqlite.prepare(`INSERT INTO "${table}" (rowid, ${list}) VALUES (?, ${signs})`)
  return function put(rowid: number, values: Row): 'taken' | 'refused' {
    try {
      insert.run(rowid, ...values)
      return 'taken'
    } catch (error) {
      // Two rows with one key, or a value where there must be one: not what was written.
      if (error instanceof SQLite.SqliteError && error.code.startsWith('SQLITE_CONSTRAINT')) return 'refused'
      throw error
    }
  }
}

export interface Tidied {
  readonly documents: readonly { readonly title: string; readonly path: string }[]
  readonly conversations: readonly { readonly id: string; readonly title: string }[]
}

export interface Loss {
  /** Ids of documents of which something was lost. */
  readonly documentIds: ReadonlySet<string>
  readonly conversationIds: ReadonlySet<string>
}

/** Makes a whole library of what was found: what hangs in the air is mended, what lost text is read again from its file. */
export function tidy({ sqlite }: Connection, { documentIds, conversationIds }: Loss): Tidied {
  return sqlite.transaction(() => {
    const named = new Set(conversationIds)
    for (const id of giveMessagesAConversation(sqlite)) named.add(id)
    const lacking = new Set([...documentIds, ...documentsThatLack(sqlite)])
    takeAwayWhatHangs(sqlite)
    mendJson(sqlite)
    return { documents: readAgain(sqlite, lacking), conversations: titlesOf(sqlite, named) }
  })()
}

/** Messages whose conversation is lost get one again: what a person wrote is worth more than its title. */
function giveMessagesAConversation(sqlite: Sqlite): readonly string[] {
  const lost = sqlite
    .prepare<[], { id: string; began: number; ended: number }>(
      `SELECT conversation_id AS id, min(created_at) AS began, max(updated_at) AS ended FROM messages
        WHERE conversation_id NOT IN (SELECT id FROM conversations) GROUP BY conversation_id`,
    )
    .all()
  const insert = sqlite.prepare(
    "INSERT INTO conversations (id, title, created_at, updated_at) VALUES (@id, 'Recovered conversation', @began, @ended)",
  )
  for (const one of lost) insert.run(one)
  return lost.map(({ id }) => id)
}

/** Documents whose passages are not as many as were counted, or not the words that stand in the text. */
function documentsThatLack(sqlite: Sqlite): readonly string[] {
  const ids = new Set(
    sqlite
      .prepare<[], string>(
        `SELECT d.id FROM documents d WHERE d.deleted_at IS NULL AND d.passages > 0 AND (
          d.passages <> (SELECT count(*) FROM passages p WHERE p.document_id = d.id)
          OR NOT EXISTS (SELECT 1 FROM document_texts t WHERE t.document_id = d.id))`,
      )
      .pluck()
      .all(),
  )
  const passagesOf = sqlite.prepare<[string], { text: string; start: number; end: number }>(
    'SELECT text, start_offset AS start, end_offset AS "end" FROM passages WHERE document_id = ?',
  )
  const texts = sqlite.prepare<[], { id: string; text: string }>(
    'SELECT document_id AS id, text FROM document_texts WHERE document_id IN (SELECT id FROM documents)',
  )
  for (const { id, text } of texts.iterate()) {
    if (passagesOf.all(id).some((passage) => text.slice(passage.start, passage.end) !== passage.text)) ids.add(id)
  }
  return [...ids]
}

/** Parts of what is gone: a file that is still there is read as a new document. */
function takeAwayWhatHangs(sqlite: Sqlite) {
  for (const table of ['document_texts', 'passages', 'symbols', 'imports']) {
    if (columnsOf(sqlite, table).length === 0) continue
    sqlite.exec(`DELETE FROM "${table}" WHERE document_id NOT IN (SELECT id FROM documents)`)
  }
  sqlite.exec('DELETE FROM embeddings WHERE passage_key NOT IN (SELECT key FROM passages)')
  sqlite.exec('DELETE FROM embeddings WHERE length(vector) % 4 <> 0 OR length(vector) = 0')
  sqlite.exec(`UPDATE documents SET embedded_at = NULL WHERE embedded_at IS NOT NULL AND id IN (
    SELECT p.document_id FROM passages p WHERE NOT EXISTS (SELECT 1 FROM embeddings e WHERE e.passage_key = p.key))`)
}

/** What cannot be read as JSON would stop the start, or a conversation from being shown. */
function mendJson(sqlite: Sqlite) {
  sqlite.exec('DELETE FROM settings WHERE NOT json_valid(value)')
  sqlite.exec('UPDATE messages SET details = NULL WHERE details IS NOT NULL AND NOT json_valid(details)')
  if (columnsOf(sqlite, 'passages').includes('place')) {
    sqlite.exec('UPDATE passages SET place = NULL WHERE place IS NOT NULL AND NOT json_valid(place)')
  }
}

/** The next look at the files finds these changed. */
function readAgain(sqlite: Sqlite, ids: ReadonlySet<string>) {
  const find = sqlite.prepare<[string], { title: string; path: string }>(
    'SELECT title, path FROM documents WHERE id = ? AND deleted_at IS NULL',
  )
  const forget = sqlite.prepare("UPDATE documents SET sha256 = '', modified_at = 0 WHERE path = ?")
  return [...ids].flatMap((id) => {
    const found = find.get(id)
    if (!found) return []
    forget.run(found.path)
    return [found]
  })
}

function titlesOf(sqlite: Sqlite, ids: ReadonlySet<string>) {
  const find = sqlite.prepare<[string], { id: string; title: string }>(
    'SELECT id, title FROM conversations WHERE id = ?',
  )
  return [...ids].flatMap((id) => find.get(id) ?? [])
}

/** What is still wrong with a salvaged library; null when it is whole. */
export function faultInSalvaged({ sqlite }: Connection): string | null {
  const found = String(sqlite.pragma('integrity_check(1)', { simple: true }))
  if (found !== 'ok') return found
  const orphans = sqlite.pragma('foreign_key_check') as readonly unknown[]
  return orphans.length === 0 ? null : `${orphans.length} rows refer to what is not there`
}
