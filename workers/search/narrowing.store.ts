import type { DocumentType } from '#contract/passage'
import { nearestName, typeNamed } from '#contract/query-fields'
import { boundsOf, type FieldClause, type QueryProblem, type QueryValue } from '#contract/query-language'
import type { SearchFilters } from '#contract/search.contract'
import type { Connection } from '#database/connection'
import { collectedSources, taggedDocuments } from '#database/narrowed'
import { createSpellings } from '#database/spellings'
import { fold } from '../words.ts'

/** A condition on documents `d`, with the values of its question marks. */
export interface Condition {
  readonly sql: string
  readonly values: readonly (string | number)[]
}

/** The names a person can narrow by. */
export interface Names {
  readonly sources: readonly Named[]
  readonly collections: readonly Named[]
  readonly tags: readonly string[]
  readonly categories: readonly string[]
  readonly authors: readonly string[]
}

interface Named {
  readonly id: string
  readonly name: string
}

/** When a document was written, where it says so, else when its file changed. */
export const writtenTime = 'coalesce(d.written_at, d.modified_at)'
const recentDays = 7
const day = 86_400_000

/** Turns what a search is narrowed to into conditions on documents. */
export function createNarrowing({ sqlite }: Pick<Connection, 'sqlite'>) {
  const spellings = createSpellings({ sqlite })
  const named = (sql: string) => sqlite.prepare<[], Named>(sql)
  const column = (sql: string) => sqlite.prepare<[], string>(sql).pluck()
  const sources = named('SELECT id, title AS name FROM sources WHERE deleted_at IS NULL')
  const collections = named('SELECT id, name FROM collections WHERE deleted_at IS NULL')
  const tags = column('SELECT tag FROM document_tags WHERE deleted_at IS NULL GROUP BY tag ORDER BY count(*) DESC')
  const categories = column('SELECT DISTINCT category FROM document_categories WHERE deleted_at IS NULL ORDER BY 1')
  const authors = column(`
    SELECT author FROM documents WHERE author IS NOT NULL AND deleted_at IS NULL GROUP BY author ORDER BY count(*) DESC`)
  const inFolder = sqlite.prepare<[string], number>(
    `SELECT 1 FROM documents d WHERE ${folderCondition} AND deleted_at IS NULL LIMIT 1`,
  )
  const dataVersion = sqlite.prepare<[], number>('PRAGMA data_version').pluck()
  let known: { readonly version: number | undefined; readonly names: Names } | null = null

  return { names, ofFilters, ofFields, spellings }

  /** The names in use, taken again when another process has written. */
  function names(): Names {
    const version = dataVersion.get()
    if (known && known.version === version) return known.names
    const now = {
      sources: sources.all(),
      collections: collections.all(),
      tags: tags.all(),
      categories: categories.all(),
      authors: authors.all(),
    }
    known = { version, names: now }
    return now
  }

  /** What menus narrow to: ids and times. */
  function ofFilters(filters: SearchFilters): Condition[] {
    const { modifiedAfter, modifiedBefore } = filters
    return [
      among('d.source_id', filters.sourceIds),
      among('d.id', filters.documentIds),
      among('d.type', filters.types),
      among('d.id', filters.tags && [...spellings(filters.tags)], taggedDocuments),
      among('d.source_id', filters.collectionIds, collectedSources),
      among('d.author', filters.authors),
      modifiedAfter === undefined ? null : { sql: `${writtenTime} >= ?`, values: [modifiedAfter] },
      modifiedBefore === undefined ? null : { sql: `${writtenTime} <= ?`, values: [modifiedBefore] },
    ].filter((condition) => condition !== null)
  }

  /** What fields of a query narrow to; a name that nothing has is a problem, and its clause left out. */
  function ofFields(fields: readonly FieldClause[], now: number) {
    const conditions: Condition[] = []
    const problems: QueryProblem[] = []
    for (const clause of fields) {
      const [any, unknown] = conditionOf(clause, now)
      problems.push(...unknown)
      if (any.length === 0) continue
      const sql = any.map((one) => `(${one.sql})`).join(' OR ')
      // A document without an author is not from anybody, so NULL counts as no.
      const whole = clause.negated ? `NOT coalesce(${sql}, 0)` : `(${sql})`
      conditions.push({ sql: whole, values: any.flatMap(({ values }) => values) })
    }
    return { conditions, problems }
  }

  function conditionOf(clause: FieldClause, now: number): [Condition[], QueryProblem[]] {
    const { field, values } = clause
    switch (field) {
      case 'type': {
        const types = values.flatMap(({ text }) => typeNamed(text) ?? [])
        return [[among('d.type', types) ?? never], []]
      }
      case 'is':
        return [values.map(({ text }) => flagCondition(text.toLowerCase(), now)), []]
      case 'before':
      case 'after':
      case 'on': {
        const { from, until } = boundsOf(clause, now)
        const bounds = [
          ...(from === -Infinity ? [] : [{ sql: `${writtenTime} >= ?`, values: [from] }]),
          ...(until === Infinity ? [] : [{ sql: `${writtenTime} < ?`, values: [until] }]),
        ]
        return [
          [
            {
              sql: bounds.map(({ sql }) => sql).join(' AND '),
              values: bounds.flatMap(({ values: times }) => times),
            },
          ],
          [],
        ]
      }
      case 'in':
        return each(values, placeCondition, (value) => {
          const near = nearestName(
            value,
            [...names().sources, ...names().collections].map(({ name }) => name),
          )
          return `There is no source, collection or folder “${value}”.${didYouMean('in', near)}`
        })
      case 'from':
        return each(values, authorCondition, (value) => `Nothing here is from “${value}”.`)
      case 'tag':
        return each(values, tagCondition, (value) => {
          return `There is no tag “${value}”.${didYouMean('tag', nearestName(value, names().tags))}`
        })
      case 'category':
        return each(values, categoryCondition, (value) => {
          return `There is no category “${value}”.${didYouMean('category', nearestName(value, names().categories))}`
        })
    }
  }

  function placeCondition(value: string): Condition | null {
    const fits = bestFits(value)
    const inSources = among(
      'd.source_id',
      names()
        .sources.filter(fits(names().sources))
        .map(({ id }) => id),
    )
    const inCollections = among(
      'd.source_id',
      names()
        .collections.filter(fits(names().collections))
        .map(({ id }) => id),
      collectedSources,
    )
    const segment = folderPattern(value)
    const folder = inFolder.get(segment) ? { sql: folderCondition, values: [segment] } : null
    const any = [inSources, inCollections, folder].filter((one) => one !== null)
    return any.length === 0
      ? null
      : { sql: any.map(({ sql }) => `(${sql})`).join(' OR '), values: any.flatMap(({ values }) => values) }
  }

  function authorCondition(value: string): Condition | null {
    const wanted = fold(value)
    return among(
      'd.author',
      names().authors.filter((author) => fold(author).includes(wanted)),
    )
  }

  function tagCondition(value: string): Condition | null {
    const wanted = fold(value)
    return among(
      'd.id',
      names().tags.filter((tag) => fold(tag) === wanted),
      taggedDocuments,
    )
  }

  function categoryCondition(value: string): Condition | null {
    const wanted = fold(value).replace(/\/$/, '')
    const below = names().categories.filter((one) => `${fold(one)}/`.startsWith(`${wanted}/`))
    return among('d.id', below, categorized)
  }
}

const never: Condition = { sql: '0', values: [] }
const folderCondition = "replace(d.path, char(92), '/') LIKE ? ESCAPE '!'"

/** A folder of that name anywhere above the file; LIKE takes no account of case in Latin letters. */
function folderPattern(name: string): string {
  const escaped = name
    .replace(/[!%_]/g, '!$&')
    .replaceAll('\\', '/')
    .replace(/^\/+|(?<!\/)\/+$/g, '')
  return `%/${escaped}/%`
}

function categorized(list: string): string {
  return `SELECT document_id FROM document_categories WHERE category IN ${list} AND deleted_at IS NULL`
}

function flagCondition(flag: string, now: number): Condition {
  const tagged = 'd.id IN (SELECT document_id FROM document_tags WHERE deleted_at IS NULL)'
  if (flag === 'tagged') return { sql: tagged, values: [] }
  if (flag === 'untagged') return { sql: `NOT ${tagged}`, values: [] }
  if (flag === 'recent') return { sql: 'd.created_at >= ?', values: [now - recentDays * day] }
  return { sql: "d.source_id IN (SELECT id FROM sources WHERE kind = 'text')", values: [] }
}

/** Names that are the value; where none is, those that begin with it. */
function bestFits(value: string) {
  const wanted = fold(value)
  return (all: readonly Named[]) => {
    const same = all.some(({ name }) => fold(name) === wanted)
    return ({ name }: Named) => (same ? fold(name) === wanted : fold(name).startsWith(wanted))
  }
}

function each(
  values: readonly QueryValue[],
  condition: (value: string) => Condition | null,
  says: (value: string) => string,
): [Condition[], QueryProblem[]] {
  const found = values.map((value) => ({ value, condition: condition(value.text) }))
  return [
    found.flatMap((one) => one.condition ?? []),
    found.flatMap(({ value, condition: one }) =>
      one ? [] : [{ start: value.start, end: value.end, message: says(value.text) }],
    ),
  ]
}

function didYouMean(field: string, near: string | null): string {
  return near ? ` Did you mean ${field}:${near}?` : ''
}

/** One condition of several: documents that are there and for which all hold. */
export function allOf(conditions: readonly Condition[]) {
  return {
    where: ['d.deleted_at IS NULL', ...conditions.map(({ sql }) => sql)].join(' AND '),
    values: conditions.flatMap(({ values }) => values),
  }
}

function among(
  column: string,
  values: readonly (string | DocumentType)[] | undefined,
  through?: (list: string) => string,
): Condition | null {
  if (!values?.length) return null
  const list = `(${values.map(() => '?').join()})`
  return { sql: `${column} IN ${through ? `(${through(list)})` : list}`, values: [...values] }
}
