import type { FileCheck } from '#contract/file-check.contract'
import type { Connection } from '#database/connection'

export type FileCheckStore = ReturnType<typeof createFileCheckStore>

const mostProblems = 20

/** Looks at the library file as a whole, and makes the full text anew. */
export function createFileCheckStore({ sqlite }: Connection, clock: () => number = performance.now.bind(performance)) {
  return { check, countRows, repairFullText }

  function check({ depth }: { readonly depth: 'quick' | 'whole' }): FileCheck {
    const began = clock()
    const said = sqlite.pragma(`${depth === 'quick' ? 'quick_check' : 'integrity_check'}(${mostProblems})`) as object[]
    const problems = said.map((row) => String(Object.values(row)[0])).filter((line) => line !== 'ok')
    const fullText = depth === 'whole' ? isFullTextSound() : null
    return { problems, fullText, milliseconds: clock() - began }
  }

  function countRows(): Record<string, number> {
    const tables = sqlite
      .prepare<[], string>("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' ORDER BY name")
      .pluck()
      .all()
    const known = tables.filter((name) => /^[a-z_]+$/.test(name) && !name.startsWith('sqlite_'))
    return Object.fromEntries(
      known.map((name) => [name, sqlite.prepare<[], number>(`SELECT count(*) FROM ${name}`).pluck().get() ?? 0]),
    )
  }

  function repairFullText(): FileCheck {
    const began = clock()
    sqlite.exec(`INSERT INTO passage_words(passage_words) VALUES ('rebuild')`)
    return { problems: [], fullText: isFullTextSound(), milliseconds: clock() - began }
  }

  /** With rank 1 the documents are compared, too. */
  function isFullTextSound(): boolean {
    try {
      sqlite.exec(`INSERT INTO passage_words(passage_words, rank) VALUES ('integrity-check', 1)`)
      return true
    } catch (error) {
      if (error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_CORRUPT')) return false
      throw error
    }
  }
}
