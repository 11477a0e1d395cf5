import ts from 'typescript'
import { expect, test } from 'vitest'
import { docOf, isProduct, parse, type SourceFile, sourceFiles } from './source-files.ts'

interface Table {
  readonly constant: string
  readonly sqlName: string
  /** Which files may write, from the sentence on the table; null when the sentence names nobody. */
  readonly writers: RegExp | null
}

const tables = sourceFiles(['database'], /\.table\.ts$/).flatMap(tablesOf)

/**
 * An export is brought in row by row, as the writer of each row had made it (docs/your-data.md); so is what is read of a damaged library,
 * into one that nobody has open yet (docs/reliability.md).
 */
const imports = /^workers\/(your-data\/\S*import|backup\/salvaged)\.store\.ts$/

test('every table says who writes it', () => {
  expect({
    withoutWriter: tables.filter(({ writers }) => !writers).map(({ constant }) => constant),
    enoughFound: tables.length >= 8,
  }).toEqual({ withoutWriter: [], enoughFound: true })
})

test('only the writer named on a table inserts, updates or deletes its rows', () => {
  const files = sourceFiles(['main', 'workers', 'models', 'database'], /\.ts$/).filter(isProduct)

  const found = files.flatMap((file) => trespasses(file, tables).map((what) => ({ path: file.path, what })))
  expect(found.filter(({ path }) => !imports.test(path))).toEqual([])
  expect(found.length).toBeGreaterThan(0)
})

test('a write by someone else would be noticed, by drizzle or in SQL', () => {
  const table = { constant: 'jobQueue', sqlName: 'job_queue', writers: /^main\/library\/.*\.store\.ts$/ }
  const writes = [
    'database.insert(jobQueue).values({})',
    'database.update( jobQueue ).set({})',
    'database.delete(jobQueue)',
    "database.exec('DELETE FROM job_queue')",
    "database.exec('insert or replace into job_queue values (1)')",
    "database.exec('UPDATE job_queue SET a = 1')",
    "database.exec('SELECT * FROM job_queue')",
  ]

  const found = writes.map((text) => [
    trespasses({ path: 'main/chat/chat.store.ts', text }, [table]).length,
    trespasses({ path: 'main/library/job.store.ts', text }, [table]).length,
  ])
  expect(found).toEqual([...Array(6).fill([1, 0]), [0, 0]])
})

function tablesOf(file: SourceFile): Table[] {
  return parse(file)
    .statements.filter(ts.isVariableStatement)
    .flatMap((statement) => {
      const [declaration] = statement.declarationList.declarations
      const call = declaration?.initializer
      if (!declaration || !call || !ts.isCallExpression(call) || call.expression.getText() !== 'sqliteTable') return []
      const [name] = call.arguments
      const sqlName = name && ts.isStringLiteral(name) ? name.text : ''
      return [{ constant: declaration.name.getText(), sqlName, writers: writersIn(docOf(statement)) }]
    })
}

function writersIn(doc: string): RegExp | null {
  const [, feature] = /Written only by main's (\w+) store/.exec(doc) ?? []
  if (feature) return new RegExp(`^main/${feature}/.*\\.store\\.ts$`)
  const [, worker] = /Written only by the (\w+) worker/.exec(doc) ?? []
  return worker ? new RegExp(`^workers/${worker}/`) : null
}

function trespasses({ path, text }: SourceFile, known: readonly Table[]): string[] {
  return known
    .filter(({ constant, sqlName, writers }) => {
      const byDrizzle = new RegExp(`\\.(insert|update|delete)\\(\\s*${constant}\\s*\\)`)
      const bySql = new RegExp(
        `\\b(insert(\\s+or\\s+\\w+)?\\s+into|replace\\s+into|update(\\s+or\\s+\\w+)?|delete\\s+from)\\s+["\`]?${sqlName}\\b`,
        'i',
      )
      return !writers?.test(path) && (byDrizzle.test(text) || bySql.test(text))
    })
    .map(({ sqlName }) => `${path} writes ${sqlName}`)
}
