import { openConnection } from '#database/connection'
import type { LibraryKey } from '#database/library-key'
import { newestSchema } from '#database/newest-schema'

/** Where a backup opens a library file; an encrypted one with its key. */

export interface CopyInput {
  readonly from: string
  readonly to: string
  /** Of an encrypted library; the copy is under the same one. */
  readonly key: LibraryKey | null
  readonly onProgress: (done: number) => void
  readonly signal: AbortSignal | undefined
}

/**
 * Copies a library file that is in use, step by step: one reading transaction holds what the copy shows, so that writers
 * neither wait nor make it begin again. The copy is one file, without a log beside it.
 */
export async function copyDatabase({ from, to, key, onProgress, signal }: CopyInput): Promise<void> {
  const { sqlite, close } = openConnection(from, { readonly: true, key })
  try {
    if (key) {
      // The online backup copies pages, and a file without a key cannot take those of one that has a key.
      sqlite.prepare('VACUUM INTO ?').run(to)
      return
    }
    sqlite.exec('BEGIN')
    // A transaction begins to hold what it sees with its first look.
    sqlite.prepare('SELECT count(*) FROM sqlite_master').get()
    await sqlite.backup(to, {
      progress: ({ totalPages, remainingPages }) => {
        signal?.throwIfAborted()
        onProgress(totalPages === 0 ? 1 : 1 - remainingPages / totalPages)
        return pagesAtOnce
      },
    })
    sqlite.exec('COMMIT')
  } finally {
    close()
  }
  const copy = openConnection(to)
  copy.sqlite.pragma('journal_mode = DELETE')
  copy.close()
}

const pagesAtOnce = 512

export interface Facts {
  readonly schema: number
  readonly counts: Readonly<Record<string, number>>
  /** What the person set, by key. */
  readonly settings: Readonly<Record<string, unknown>>
}

/** What a library file holds: its schema, the rows of every table, the settings. */
export function factsOf(path: string, key: LibraryKey | null): Facts {
  const { sqlite, close } = openConnection(path, { readonly: true, key })
  try {
    // Rows of the full text are counted with the table it is made from.
    const tables = sqlite
      .prepare<[], string>(
        `SELECT m.name FROM sqlite_master m JOIN pragma_table_list l ON l.name = m.name
          WHERE l.schema = 'main' AND l.type = 'table' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY m.name`,
      )
      .pluck()
      .all()
    const counts = tables.map((table) => [
      table,
      Number(sqlite.prepare(`SELECT count(*) FROM "${table}"`).pluck().get()),
    ])
    const schema = tables.includes('__drizzle_migrations')
      ? Number(sqlite.prepare('SELECT coalesce(max(created_at), 0) FROM __drizzle_migrations').pluck().get())
      : 0
    const set = tables.includes('settings')
      ? sqlite
          .prepare<[], { key: string; value: string }>('SELECT key, value FROM settings WHERE deleted_at IS NULL')
          .all()
      : []
    return {
      schema,
      counts: Object.fromEntries(counts),
      settings: Object.fromEntries(set.map(({ key, value }) => [key, JSON.parse(value)])),
    }
  } finally {
    close()
  }
}

/** Whether a library has migrations that this Alcove does not know. */
export function isTooNew(schema: number): boolean {
  return schema > newestSchema()
}

/** What is wrong with a library file; null when nothing is. `quick` leaves out comparing indexes with tables. */
export function faultIn(path: string, how: 'quick' | 'whole', key: LibraryKey | null): string | null {
  const { sqlite, close } = openConnection(path, { readonly: true, key })
  try {
    const found = String(sqlite.pragma(how === 'quick' ? 'quick_check(1)' : 'integrity_check(1)', { simple: true }))
    return found === 'ok' ? null : found
  } finally {
    close()
  }
}

/** Lets a library that nobody has open find its copies of texts in another folder. */
export function moveImports(
  path: string,
  { from, to, key }: { readonly from: string; readonly to: string; readonly key: LibraryKey | null },
): void {
  const { sqlite, close } = openConnection(path, { key })
  try {
    sqlite.transaction(() => {
      for (const table of tablesWithPaths) {
        sqlite
          .prepare(
            `UPDATE "${table}" SET path = @to || substr(path, length(@from) + 1)
              WHERE substr(path, 1, length(@from) + 1) IN (@from || '/', @from || char(92))`,
          )
          .run({ from, to })
      }
    })()
    sqlite.pragma('journal_mode = DELETE')
  } finally {
    close()
  }
}

/** Nobody writes them meanwhile: a library that is being restored belongs to no process yet. */
const tablesWithPaths = ['sources', 'documents', 'jobs', 'removed_files']
