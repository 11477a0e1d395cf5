import SQLite from 'better-sqlite3'
import type { Connection } from '#database/connection'

type Sqlite = Connection['sqlite']
export type Row = readonly unknown[]

export interface TableShape {
  readonly name: string
  readonly columns: readonly string[]
}

export interface ReadTable {
  readonly rows: Iterable<{ readonly rowid: number; readonly values: Row }>
  /** Whether a text of this row holds bytes that are no UTF-8: text is always written as whole UTF-8, so they are damage. */
  isGarbled(rowid: number): boolean
  /** Whether an index holds something else of this row. */
  isDoubtful(rowid: number, values: Row): boolean
  /** After all rows were taken: what is missing, by rowid, with the columns that an index still holds. */
  missing(): { readonly lost: ReadonlyMap<number, Readonly<Record<string, unknown>>>; readonly atLeast: boolean }
}

/** Prepares a connection to a damaged file so that it reads what it can instead of giving up at the first fault. */
export function readOn({ sqlite }: Connection, how: 'strictly' | 'leniently'): void {
  sqlite.unsafeMode(true)
  // A file that is shorter than its header says, or has a broken line in its schema, is refused as a whole otherwise.
  sqlite.pragma('writable_schema = ON')
  sqlite.pragma(`cell_size_check = ${how === 'strictly' ? 'ON' : 'OFF'}`)
  sqlite.pragma('foreign_keys = OFF')
}

/** What SQLite says is wrong with a file; empty when nothing is. */
export function faultsOf({ sqlite }: Connection): readonly string[] {
  try {
    const found = sqlite.pragma('integrity_check(200)') as readonly { readonly integrity_check: string }[]
    return found.map((line) => line.integrity_check).filter((line) => line !== 'ok')
  } catch (error) {
    if (!(error instanceof SQLite.SqliteError)) throw error
    return [error.message]
  }
}

/** The tables that a damaged file says it has, with their columns. */
export function tablesOf({ sqlite }: Connection): ReadonlyMap<string, readonly string[]> {
  const tables = new Map<string, readonly string[]>()
  for (const name of readable(sqlite, "SELECT name FROM sqlite_master WHERE type = 'table'")) {
    const columns = readable(sqlite, `SELECT name FROM pragma_table_info('${String(name).replaceAll("'", "''")}')`)
    if (columns.length > 0) tables.set(String(name), columns.map(String))
  }
  return tables
}

/** The newest migration that a damaged file says it has; null when that cannot be read. */
export function schemaOf({ sqlite }: Connection): number | null {
  const [newest] = readable(sqlite, 'SELECT max(created_at) FROM __drizzle_migrations')
  return typeof newest === 'number' ? newest : null
}

/**
 * Reads all rows of a table that can be read: in order until a page is damaged, then from the first row behind it. Rows of
 * a damaged page are asked for one by one, with the rules relaxed, and taken when they agree with every index.
 */
export function readTable(strict: Connection, lenient: Connection, { name, columns }: TableShape): ReadTable {
  const { sqlite } = strict
  const quoted = `"${name}"`
  const list = columns.map((column) => `"${column}"`).join(', ')
  const known = fromIndexes(sqlite, name)
  const seen = new Set<number>()
  let broken = false
  return { rows: rows(), isGarbled, isDoubtful, missing }

  function* rows() {
    const from = sqlite
      .prepare<[number], Row>(`SELECT rowid, ${list} FROM ${quoted} NOT INDEXED WHERE rowid > ? ORDER BY rowid`)
      .raw()
    for (let after: number | null = -1; after !== null; ) {
      const begun: number = after
      try {
        for (const [rowid, ...values] of from.iterate(after)) {
          after = Number(rowid)
          seen.add(after)
          yield { rowid: after, values }
        }
        after = null
      } catch (error) {
        if (!(error instanceof SQLite.SqliteError)) throw error
        broken = true
        const next = beforeNextReadable(after ?? begun)
        // The place of a row can be readable where the rest of it, on other pages, is not: it is passed over, once.
        after = next === begun ? beforeNextReadable(begun + 1) : next
      }
    }
    yield* oneByOne()
  }

  function* oneByOne() {
    let one: SQLite.Statement<[number], Row>
    try {
      one = lenient.sqlite.prepare<[number], Row>(`SELECT ${list} FROM ${quoted} NOT INDEXED WHERE rowid = ?`).raw()
    } catch (error) {
      if (error instanceof SQLite.SqliteError) return
      throw error
    }
    for (const [rowid, expected] of known.rows) {
      if (seen.has(rowid)) continue
      const values = orNull(() => one.get(rowid))
      if (!values || !agrees(values, expected)) continue
      seen.add(rowid)
      yield { rowid, values }
    }
  }

  function isGarbled(rowid: number): boolean {
    return columns.some((column) => {
      const found = orNull(() =>
        lenient.sqlite
          .prepare<[number], { text: unknown; bytes: number }>(
            `SELECT "${column}" AS text, octet_length("${column}") AS bytes FROM ${quoted} NOT INDEXED WHERE rowid = ?`,
          )
          .get(rowid),
      )
      return typeof found?.text === 'string' && Buffer.byteLength(found.text) !== found.bytes
    })
  }

  function isDoubtful(rowid: number, values: Row): boolean {
    return !agrees(values, known.rows.get(rowid) ?? {})
  }

  function agrees(values: Row, expected: Readonly<Record<string, unknown>>): boolean {
    return columns.every((column, at) => !(column in expected) || expected[column] === values[at])
  }

  /** Where reading can go on behind a damaged page; null when there is nothing more. */
  function beforeNextReadable(after: number): number | null {
    const seek = sqlite
      .prepare<[number], number>(`SELECT rowid FROM ${quoted} NOT INDEXED WHERE rowid >= ? ORDER BY rowid LIMIT 1`)
      .pluck()
    const readableFrom = (rowid: number) => orNull(() => seek.get(rowid) ?? Number.POSITIVE_INFINITY)
    if (known.rows.size > 0) {
      for (const rowid of known.rows.keys()) {
        if (rowid <= after) continue
        const next = readableFrom(rowid)
        if (next !== null) return next === Number.POSITIVE_INFINITY ? null : next - 1
      }
      return null
    }
    let low = after + 1
    for (let step = 1; step < 2 ** 52; step *= 2) {
      const next = readableFrom(after + 1 + step)
      if (next === null) {
        low = after + 1 + step
        continue
      }
      // Behind the damage; the first row there is between.
      let high = after + 1 + step
      while (high - low > 1) {
        const middle = Math.floor((low + high) / 2)
        if (readableFrom(middle) === null) low = middle
        else high = middle
      }
      const first = readableFrom(high) ?? Number.POSITIVE_INFINITY
      return first === Number.POSITIVE_INFINITY ? null : first - 1
    }
    return null
  }

  function missing() {
    const lost = new Map([...known.rows].filter(([rowid]) => !seen.has(rowid)))
    return { lost, atLeast: broken && !known.isWhole }
  }
}

/** What the indexes of a table know of its rows, by rowid in order. Only of indexes that can be read to their end, when there is one. */
function fromIndexes(sqlite: Sqlite, table: string) {
  const rows = new Map<number, Record<string, unknown>>()
  const names = readable(sqlite, `SELECT name FROM pragma_index_list('${table}') WHERE partial = 0`).map(String)
  const read = names.flatMap((index) => {
    const columns = readable(sqlite, `SELECT name FROM pragma_index_info('${index}') WHERE name IS NOT NULL`).map(
      String,
    )
    const whole = readable(sqlite, `SELECT count(*) FROM pragma_index_info('${index}')`)[0] === columns.length
    if (!whole || columns.length === 0) return []
    return [readIndex(sqlite, { table, index, columns })]
  })
  const sound = read.filter(({ isWhole }) => isWhole)
  for (const { entries } of sound.length > 0 ? sound : read) {
    for (const [rowid, values] of entries) rows.set(rowid, { ...rows.get(rowid), ...values })
  }
  return { rows: new Map([...rows].toSorted(([one], [other]) => one - other)), isWhole: sound.length > 0 }
}

interface IndexShape {
  readonly table: string
  readonly index: string
  readonly columns: readonly string[]
}

function readIndex(sqlite: Sqlite, { table, index, columns }: IndexShape) {
  const entries: [number, Record<string, unknown>][] = []
  const list = columns.map((column) => `"${column}"`).join(', ')
  for (const way of ['ASC', 'DESC']) {
    try {
      const order = columns.map((column) => `"${column}" ${way}`).join(', ')
      const all = sqlite.prepare<[], Row>(
        `SELECT rowid, ${list} FROM "${table}" INDEXED BY "${index}" ORDER BY ${order}`,
      )
      for (const [rowid, ...values] of all.raw().iterate()) {
        entries.push([Number(rowid), Object.fromEntries(columns.map((column, at) => [column, values[at]]))])
      }
      return { entries, isWhole: way === 'ASC' }
    } catch (error) {
      if (!(error instanceof SQLite.SqliteError)) throw error
    }
  }
  return { entries, isWhole: false }
}

/** The first column of what a query gives until it meets damage. */
function readable(sqlite: Sqlite, query: string): readonly unknown[] {
  const values: unknown[] = []
  try {
    for (const value of sqlite.prepare(query).pluck().iterate()) values.push(value)
  } catch (error) {
    if (!(error instanceof SQLite.SqliteError)) throw error
  }
  return values
}

function orNull<T>(read: () => T | undefined): T | null {
  try {
    return read() ?? null
  } catch (error) {
    if (error instanceof SQLite.SqliteError) return null
    throw error
  }
}
