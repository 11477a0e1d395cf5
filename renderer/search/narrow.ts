import type { DocumentType } from '#contract/passage'
import type { QueryField } from '#contract/query-fields'
import { writtenValue } from '#contract/query-language'
import type { SearchFilters } from '#contract/search.contract'
import { typeLabels } from '../ui/type-labels.ts'

export type DateChoice = 'any' | 'week' | 'month' | 'year' | 'older'

/** What the results are narrowed to. */
export interface Narrow {
  readonly types: readonly DocumentType[]
  readonly sourceIds: readonly string[]
  readonly tags: readonly string[]
  readonly authors: readonly string[]
  readonly date: DateChoice
}

export const notNarrowed: Narrow = { types: [], sourceIds: [], tags: [], authors: [], date: 'any' }

export const dateLabels: Readonly<Record<DateChoice, string>> = {
  any: 'Any date',
  week: 'Past week',
  month: 'Past month',
  year: 'Past year',
  older: 'Over a year ago',
}

const day = 86_400_000
const daysByDate = { week: 7, month: 31, year: 366 } as const

/** The filters search understands; days begin at midnight, so that the same choice is the same question all day. */
export function filtersOf({ types, sourceIds, tags, authors, date }: Narrow, now: number): SearchFilters {
  const today = new Date(now).setHours(0, 0, 0, 0)
  return {
    types: types.length > 0 ? [...types] : undefined,
    sourceIds: sourceIds.length > 0 ? [...sourceIds] : undefined,
    tags: tags.length > 0 ? [...tags] : undefined,
    authors: authors.length > 0 ? [...authors] : undefined,
    modifiedAfter: date === 'any' || date === 'older' ? undefined : today - daysByDate[date] * day,
    modifiedBefore: date === 'older' ? today - daysByDate.year * day : undefined,
  }
}

/** The choices of the menus as a query says them, behind what was typed: a search that can be kept. */
export function writtenQuery(query: string, narrow: Narrow, sourceTitles: ReadonlyMap<string, string>): string {
  const { types, sourceIds, tags, authors, date } = narrow
  const places = sourceIds.flatMap((id) => sourceTitles.get(id) ?? [])
  const field = (name: QueryField, values: readonly string[]) =>
    values.length === 0 ? [] : [`${name}:${values.map(writtenValue).join(',')}`]
  return [
    query.trim(),
    ...field('type', types),
    ...field('in', places),
    ...field('tag', tags),
    ...field('from', authors),
    ...(date === 'any' ? [] : [writtenDates[date]]),
  ]
    .filter((part) => part !== '')
    .join(' ')
}

const writtenDates = { week: 'after:7d', month: 'after:31d', year: 'after:366d', older: 'before:366d' } as const

export interface Way {
  readonly key: string
  readonly without: string
  readonly narrow: Narrow
}

/** The ways out of an empty search: each filter lifted, and all of them. */
export function waysOut(narrow: Narrow, sourceTitles: ReadonlyMap<string, string>): readonly Way[] {
  const ways: Way[] = []
  const { types, sourceIds, tags, authors, date } = narrow
  if (types.length > 0) {
    const names = types.map((type) => typeLabels[type]).join(', ')
    ways.push({ key: 'types', without: `Type: ${names}`, narrow: { ...narrow, types: [] } })
  }
  if (sourceIds.length > 0) {
    const names = sourceIds.map((id) => sourceTitles.get(id) ?? 'removed').join(', ')
    ways.push({ key: 'sources', without: `Source: ${names}`, narrow: { ...narrow, sourceIds: [] } })
  }
  if (tags.length > 0) ways.push({ key: 'tags', without: `Tag: ${tags.join(', ')}`, narrow: { ...narrow, tags: [] } })
  if (authors.length > 0)
    ways.push({ key: 'authors', without: `From: ${authors.join(', ')}`, narrow: { ...narrow, authors: [] } })
  if (date !== 'any') ways.push({ key: 'date', without: dateLabels[date], narrow: { ...narrow, date: 'any' } })
  if (ways.length > 1) ways.push({ key: 'all', without: 'any filter', narrow: notNarrowed })
  return ways
}
