import SQLite from 'better-sqlite3'
import type { Connection } from './connection.ts'

export interface Faults {
  /** Tables and indexes that can be made anew from the others. */
  readonly derived: readonly string[]
  /** Tables that hold what nothing else does; `''` when it is not known which is hit. */
  readonly original: readonly string[]
  /** The first lines of what SQLite says. */
  readonly details: readonly string[]
}

const fullTextTables = ['passage_words', 'message_words'] as const
const madeAnew = /^(passage_words|message_words)(_|$)|^message_keys$/

/**
 * Looks at a whole library file and names what it finds by what it hit. `quick` compares neither indexes nor full text with the
 * tables they are made from.
 */
export function findFaults({ sqlite }: Connection, how: 'quick' | 'whole'): Faults {
  const details: string[] = []
  const derived = new Set<string>()
  const original = new Set<string>()
  try {
    const pragma = how === 'quick' ? 'quick_check' : 'integrity_check'
    const lines = sqlite.pragma(`${pragma}(100)`) as readonly Readonly<Record<string, string>>[]
    for (const line of lines.map((one) => Object.values(one)[0] ?? '').flatMap((text) => text.split('\n'))) {
      // A heading, not a finding.
      if (line !== 'ok' && line !== '' && !line.startsWith('*** in database')) blame(line)
    }
    if (how === 'whole' && original.size === 0) lookAtContents()
  } catch (error) {
    if (!(error instanceof SQLite.SqliteError) || error.code.startsWith('SQLITE_BUSY')) throw error
    details.push(error.message)
    original.add('')
  }
  return { derived: [...derived], original: [...original], details: details.slice(0, 20) }

  function blame(line: string) {
    details.push(line)
    const hit = hitBy(line)
    if (hit === null) original.add('')
    else if (hit.type === 'index' || madeAnew.test(hit.name)) derived.add(hit.name)
    else original.add(hit.name)
  }

  function hitBy(line: string): Owner | null {
    const tree = /^Tree (\d+)\b/.exec(line)?.[1]
    if (tree) return ownerWhere('rootpage = ?', Number(tree))
    // Which of the two is wrong, the row or the index, nobody knows: to make the index anew could seal the loss.
    const index = /(?:missing from|in) index (\S+)$/.exec(line)?.[1]
    if (index) {
      const owner = ownerWhere('name = ?', index)
      return owner && ownerWhere("type = 'table' AND name = ?", owner.table)
    }
    const table =
      /FTS5 table (?:main\.)?"?(\w+)/.exec(line)?.[1] ??
      /^(?:NULL value in|non-\w+ value in|\w+ value in) (\w+)\./.exec(line)?.[1]
    return table ? ownerWhere('name = ?', table) : null
  }

  function ownerWhere(condition: string, value: string | number): Owner | null {
    const found = sqlite
      .prepare<[string | number], Owner>(`SELECT name, type, tbl_name AS "table" FROM sqlite_master WHERE ${condition}`)
      .get(value)
    return found ?? null
  }

  /** Words that are not those of their table, and rows that refer to what is not there. */
  function lookAtContents() {
    for (const { table } of sqlite.pragma('foreign_key_check') as readonly { readonly table: string }[]) {
      if (original.has(table)) continue
      original.add(table)
      details.push(`rows of ${table} refer to what is not there`)
    }
  }
}

interface Owner {
  readonly name: string
  readonly type: string
  readonly table: string
}

/**
 * Makes anew what can be made anew, in one transaction that is kept only when the whole file is sound after it. False when it is not:
 * then nothing was changed.
 */
export function mendDerived(connection: Connection, damaged: readonly string[]): boolean {
  const { sqlite } = connection
  try {
    return sqlite
      .transaction(() => {
        for (const name of damaged) if (!madeAnew.test(name)) sqlite.exec(`REINDEX "${name}"`)
        for (const table of fullTextTables) {
          if (damaged.some((name) => name === table || name.startsWith(`${table}_`) || isKeyTable(name, table))) {
            sqlite.exec(`INSERT INTO "${table}" ("${table}") VALUES ('rebuild')`)
          }
        }
        const after = findFaults(connection, 'quick')
        if (after.derived.length + after.original.length > 0) throw new StillDamaged()
        return true
      })
      .immediate()
  } catch (error) {
    if (error instanceof StillDamaged || (error instanceof SQLite.SqliteError && isDamage(error))) return false
    throw error
  }
}

class StillDamaged extends Error {}

function isKeyTable(name: string, table: string): boolean {
  return name === 'message_keys' && table === 'message_words'
}

function isDamage({ code }: { readonly code: string }): boolean {
  return /^SQLITE_(CORRUPT|IOERR|ERROR)/.test(code)
}
