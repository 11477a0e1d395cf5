import { expect, test } from 'vitest'
import { readQuery } from '#contract/query-language'
import { filtersOf, notNarrowed, waysOut, writtenQuery } from './narrow.ts'

const noon = new Date(2026, 10, 21, 12).getTime()
const midnight = new Date(2026, 10, 21).getTime()

test('no choice narrows nothing', () => {
  expect(filtersOf(notNarrowed, noon)).toEqual({})
})

test('a choice of dates is counted from midnight', () => {
  expect([
    filtersOf({ ...notNarrowed, date: 'week' }, noon).modifiedAfter,
    filtersOf({ ...notNarrowed, date: 'older' }, noon).modifiedBefore,
  ]).toEqual([midnight - 7 * 86_400_000, midnight - 366 * 86_400_000])
})

test('the ways out of an empty search lift each filter, and then all', () => {
  const narrow = { ...notNarrowed, types: ['pdf' as const], sourceIds: ['p'], date: 'older' as const }
  const ways = waysOut(narrow, new Map([['p', 'Projects']]))

  expect(ways.map(({ without, narrow: left }) => [without, left])).toEqual([
    ['Type: PDF', { ...narrow, types: [] }],
    ['Source: Projects', { ...narrow, sourceIds: [] }],
    ['Over a year ago', { ...narrow, date: 'any' }],
    ['any filter', notNarrowed],
  ])
})

test('what menus narrow to is written as a query that is understood', () => {
  const written = writtenQuery(
    ' rent ',
    { types: ['pdf', 'docx'], sourceIds: ['p', 'gone'], tags: ['to do'], authors: ['Ruth Marlow'], date: 'older' },
    new Map([['p', 'My papers']]),
  )

  expect(written).toBe('rent type:pdf,docx in:"My papers" tag:"to do" from:"Ruth Marlow" before:366d')
  expect(readQuery(written).problems).toEqual([])
  expect(writtenQuery('', notNarrowed, new Map())).toBe('')
})
