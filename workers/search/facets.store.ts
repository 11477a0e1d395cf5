import type { Facets, SearchFilters } from '#contract/search.contract'
import type { Connection } from '#database/connection'
import { allOf, type Condition, type createNarrowing, writtenTime } from './narrowing.store.ts'

export interface FacetsWanted {
  /** What the words must match, as a full-text expression; null where there are none. */
  readonly expression: string | null
  readonly filters: SearchFilters
  readonly fields: readonly Condition[]
  /** Milliseconds since the Unix epoch. */
  readonly now: number
}

const most = 200

/** Counts, for each value a search can be narrowed to, the passages that would be left. */
export function createFacets(
  { sqlite }: Pick<Connection, 'sqlite'>,
  narrowing: Pick<ReturnType<typeof createNarrowing>, 'ofFilters'>,
) {
  return function facets(wanted: FacetsWanted): Facets {
    const { filters, now } = wanted
    return {
      types: countBy(wanted, 'd.type AS type', { ...filters, types: undefined }) as Facets['types'],
      sources: countBy(wanted, 'd.source_id AS sourceId', {
        ...filters,
        sourceIds: undefined,
      }) as Facets['sources'],
      authors: countBy(wanted, 'd.author AS author', { ...filters, authors: undefined }, [
        'd.author IS NOT NULL',
      ]) as Facets['authors'],
      tags: countBy(
        wanted,
        't.tag AS tag',
        { ...filters, tags: undefined },
        ['t.deleted_at IS NULL'],
        tagsJoined,
      ) as Facets['tags'],
      dates: datesOf(wanted, { ...filters, modifiedAfter: undefined, modifiedBefore: undefined }, now),
    }
  }

  function countBy(
    wanted: FacetsWanted,
    column: string,
    filters: SearchFilters,
    more: readonly string[] = [],
    join = '',
  ) {
    const { where, values } = whereOf(wanted, filters, more)
    return sqlite
      .prepare(`
        SELECT ${column}, count(*) AS count FROM passages p JOIN documents d ON d.id = p.document_id ${join}
        WHERE ${where} GROUP BY 1 ORDER BY count DESC, 1 LIMIT ${most}`)
      .all(...values)
  }

  /** How many passages were written since the beginning of each of the last stretches of days, and before. */
  function datesOf(wanted: FacetsWanted, filters: SearchFilters, now: number): Facets['dates'] {
    const { where, values } = whereOf(wanted, filters, [])
    const today = new Date(now).setHours(0, 0, 0, 0)
    const [week, month, year] = [7, 31, 366].map((days) => today - days * 86_400_000)
    return sqlite
      .prepare(`
        SELECT count(*) FILTER (WHERE ${writtenTime} >= ?) AS week, count(*) FILTER (WHERE ${writtenTime} >= ?) AS month,
          count(*) FILTER (WHERE ${writtenTime} >= ?) AS year, count(*) FILTER (WHERE ${writtenTime} < ?) AS older
        FROM passages p JOIN documents d ON d.id = p.document_id WHERE ${where}`)
      .get(week, month, year, year, ...values) as Facets['dates']
  }

  function whereOf({ expression, fields }: FacetsWanted, filters: SearchFilters, more: readonly string[]) {
    const { where, values } = allOf([
      ...narrowing.ofFilters(filters),
      ...fields,
      ...more.map((sql) => ({ sql, values: [] })),
    ])
    if (expression === null) return { where, values }
    return {
      where: `p.key IN (SELECT rowid FROM passage_words WHERE passage_words MATCH ?) AND ${where}`,
      values: [expression, ...values],
    }
  }
}

const tagsJoined = 'JOIN document_tags t ON t.document_id = d.id'
