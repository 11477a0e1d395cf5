import { createHash } from 'node:crypto'
import type { openConnection } from '#database/connection'
import { migrateDatabase, openDatabase } from '#database/database'

export type Content = ReadonlyMap<string, ReadonlyMap<string, string>>

const made = /^(sqlite_|__drizzle|passage_words|message_words|message_keys$|passage_terms$)/

/** Writes a library with documents, passages, vectors, conversations, tags and settings, as large as wanted. */
export async function writeLibrary(path: string, { documents, open = openDatabase }: LibrarySize): Promise<void> {
  const database = open(path)
  await migrateDatabase(database, { backupFolder: `${path}-backups` })
  const { sqlite } = database
  const words = (n: number, count: number) =>
    Array.from(
      { length: count },
      (_, at) => `w${createHash('md5').update(`${n} ${at}`).digest('hex').slice(0, 7)}`,
    ).join(' ')
  sqlite.transaction(() => {
    sqlite.exec(`INSERT INTO sources (id, kind, path, title, watched, created_at, updated_at)
      VALUES ('s', 'folder', '/papers', 'Papers', 1, 1, 1)`)
    for (let n = 0; n < documents; n += 1) {
      const parts = [words(n * 3, 60), words(n * 3 + 1, 70), words(n * 3 + 2, 50)]
      const text = parts.join('\n\n')
      sqlite
        .prepare(`INSERT INTO documents (id, source_id, path, title, type, bytes, sha256, modified_at, passages, embedded_at, created_at, updated_at)
          VALUES (?, 's', ?, ?, 'markdown', ?, ?, 1, 3, 1, 1, 1)`)
        .run(`document-${n}`, `/papers/${n}.md`, `Paper ${n}`, text.length, `sha ${n}`)
      sqlite.prepare('INSERT INTO document_texts VALUES (?, ?)').run(`document-${n}`, text)
      let start = 0
      for (const [position, part] of parts.entries()) {
        const { lastInsertRowid } = sqlite
          .prepare(`INSERT INTO passages (id, document_id, position, start_line, end_line, start_offset, end_offset, text, context_words, text_hash)
            VALUES (?, ?, ?, 1, 1, ?, ?, ?, ?, ?)`)
          .run(
            `p-${n}-${position}`,
            `document-${n}`,
            position,
            start,
            start + part.length,
            part,
            `Paper ${n}`,
            `h-${n}-${position}`,
          )
        start += part.length + 2
        const vector = Float32Array.from({ length: 384 }, (_, at) => Math.sin(n * 7 + position + at) / 13.9)
        sqlite.prepare("INSERT INTO embeddings VALUES (?, 'model', ?)").run(lastInsertRowid, Buffer.from(vector.buffer))
      }
      if (n % 4 === 0) {
        sqlite.prepare("INSERT INTO document_tags VALUES (?, 'tag', 1, 1, NULL)").run(`document-${n}`)
        sqlite
          .prepare('INSERT INTO conversations (id, title, created_at, updated_at) VALUES (?, ?, ?, ?)')
          .run(`c-${n}`, `Talk ${n}`, n, n)
        for (const role of ['question', 'answer']) {
          sqlite
            .prepare(`INSERT INTO messages (id, conversation_id, role, text, state, details, created_at, updated_at)
              VALUES (?, ?, ?, ?, ?, '{"citations":[]}', ?, ?)`)
            .run(
              `m-${n}-${role}`,
              `c-${n}`,
              role,
              words(n + 90_000, role === 'answer' ? 120 : 12),
              role === 'answer' ? 'done' : null,
              n,
              n,
            )
        }
      }
    }
    for (const key of ['theme', 'offline', 'fontSize']) {
      sqlite.prepare('INSERT INTO settings VALUES (?, ?, 1, 1, NULL)').run(key, '"x"')
    }
  })()
  sqlite.pragma('wal_checkpoint(TRUNCATE)')
  database.close()
}

interface LibrarySize {
  readonly documents: number
  readonly open?: typeof openDatabase
}

/** Every row of every table that cannot be made anew, by its number, as one text that any change of it changes. */
export function contentOf(path: string, open: typeof openConnection): Content {
  const { sqlite, close } = open(path, { readonly: true })
  const tables = sqlite.prepare<[], string>("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all()
  const content = new Map<string, ReadonlyMap<string, string>>()
  for (const table of tables.filter((name) => !made.test(name))) {
    const rows = new Map<string, string>()
    for (const [rowid, ...values] of sqlite.prepare<[], unknown[]>(`SELECT rowid, * FROM "${table}"`).raw().iterate()) {
      const text = values.map((value) => (Buffer.isBuffer(value) ? value.toString('base64') : JSON.stringify(value)))
      rows.set(String(rowid), text.join('|'))
    }
    content.set(table, rows)
  }
  close()
  return content
}

/** Bytes of a page of the file. */
export const pageSize = 4_096
