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

/** A document with the number of its passages that match. */
interface Hit {
  readonly id: string
  readonly type: Facets['types'][number]['type']
  readonly sourceId: string
  readonly author: string | null
  readonly time: number
  readonly count: number
}

/** Counting goes on to so many passages: words that are everywhere would take seconds in a large library. */
const mostCounted = 20_000
const mostValues = 200
const day = 86_400_000

/** Counts, for each value a search can be narrowed to, the passages that would be left. */
export function createFacets(
  { sqlite }: Pick<Connection, 'sqlite'>,
  narrowing: Pick<ReturnType<typeof createNarrowing>, 'ofFilters' | 'spellings'>,
) {
  const columns = `d.id, d.type, d.source_id AS sourceId, d.author, ${writtenTime} AS time`
  const allTags = sqlite.prepare<[], { readonly id: string; readonly tag: string }>(
    'SELECT document_id AS id, tag FROM document_tags WHERE deleted_at IS NULL',
  )

  return function facets(wanted: FacetsWanted): Facets {
    const { filters, now } = wanted
    const hits = hitsOf(wanted)
    const tags = Map.groupBy(allTags.all(), ({ id }) => id)
    const tagsOf = ({ id }: Hit) => tags.get(id)?.map(({ tag }) => tag) ?? []
    const chosenTags = filters.tags && [...narrowing.spellings(filters.tags)]
    // Each menu counts under the choices of all others, not under its own.
    const passes = {
      types: (hit: Hit) => isAmong(filters.types, [hit.type]),
      sources: (hit: Hit) => isAmong(filters.sourceIds, [hit.sourceId]),
      authors: (hit: Hit) => isAmong(filters.authors, hit.author === null ? [] : [hit.author]),
      tags: (hit: Hit) => isAmong(chosenTags, tagsOf(hit)),
      dates: ({ time }: Hit) => time >= (filters.modifiedAfter ?? time) && time <= (filters.modifiedBefore ?? time),
    }
    const under = (menu: keyof typeof passes) =>
      hits.filter((hit) => Object.entries(passes).every(([name, isLeft]) => name === menu || isLeft(hit)))
    return {
      types: counted(under('types'), ({ type }) => [type]).map(([type, count]) => ({ type, count })),
      sources: counted(under('sources'), ({ sourceId }) => [sourceId]).map(([sourceId, count]) => ({
        sourceId,
        count,
      })),
      authors: counted(under('authors'), ({ author }) => (author === null ? [] : [author])).map(([author, count]) => ({
        author,
        count,
      })),
      tags: counted(under('tags'), tagsOf).map(([tag, count]) => ({ tag, count })),
      dates: datesOf(under('dates'), now),
      partial: wanted.expression !== null && hits.reduce((sum, { count }) => sum + count, 0) >= mostCounted,
    }
  }

  function hitsOf({ expression, filters, fields }: FacetsWanted): readonly Hit[] {
    const { documentIds, collectionIds } = filters
    const { where, values } = allOf([...narrowing.ofFilters({ documentIds, collectionIds }), ...fields])
    if (expression === null)
      return sqlite
        .prepare<(string | number)[], Hit>(`SELECT ${columns}, d.passages AS count FROM documents d WHERE ${where}`)
        .all(...values)
    return sqlite
      .prepare<(string | number)[], Hit>(`
        SELECT ${columns}, count(*) AS count
        FROM (SELECT rowid AS key FROM passage_words WHERE passage_words MATCH ? LIMIT ${mostCounted}) w
          JOIN passages p ON p.key = w.key JOIN documents d ON d.id = p.document_id
        WHERE ${where} GROUP BY d.id`)
      .all(expression, ...values)
  }
}

function isAmong<T>(chosen: readonly T[] | undefined, values: readonly T[]): boolean {
  return !chosen?.length || values.some((value) => chosen.includes(value))
}

/** Values by how often they occur, then by themselves. */
function counted<T extends string>(hits: readonly Hit[], valuesOf: (hit: Hit) => readonly T[]): [T, number][] {
  const counts = new Map<T, number>()
  for (const hit of hits) for (const value of valuesOf(hit)) counts.set(value, (counts.get(value) ?? 0) + hit.count)
  return [...counts]
    .filter(([, count]) => count > 0)
    .toSorted(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
    .slice(0, mostValues)
}

/** How many passages were written since the beginning of each of the last stretches of days, and before. */
function datesOf(hits: readonly Hit[], now: number): Facets['dates'] {
  const today = new Date(now).setHours(0, 0, 0, 0)
  const since = (days: number) =>
    hits.reduce((sum, { time, count }) => sum + (time >= today - days * day ? count : 0), 0)
  const all = hits.reduce((sum, { count }) => sum + count, 0)
  return { week: since(7), month: since(31), year: since(366), older: all - since(366) }
}
