import { expect, test } from 'vitest'
import { bestFirst, matchName } from './matches.ts'

test('each typed word must stand in the name, at the beginning of a word where it can', () => {
  expect([
    matchName('Toggle the lease', 'le'),
    matchName('Lease end and notice', 'end le'),
    matchName('Lease', 'rent'),
    matchName('Library', ''),
  ]).toEqual([
    { ranges: [{ start: 11, end: 13 }], weight: 1 },
    {
      ranges: [
        { start: 6, end: 9 },
        { start: 0, end: 2 },
      ],
      weight: 1,
    },
    null,
    { ranges: [], weight: 0 },
  ])
})

test('letters in their order are enough when they stand together in few runs', () => {
  expect([matchName('New conversation', 'nconv')?.ranges, matchName('New conversation', 'nwosn')]).toEqual([
    [
      { start: 0, end: 1 },
      { start: 4, end: 8 },
    ],
    null,
  ])
})

test('names that begin with what was typed come first', () => {
  expect(ids(['Toggle the side bar', 'What is left', 'Lease end'], 'le', [])).toEqual([
    'Lease end',
    'What is left',
    'Toggle the side bar',
  ])
})

test('what was used last comes first among equals', () => {
  expect(ids(['Ask', 'Library', 'Search'], '', ['Search', 'gone', 'Library'])).toEqual(['Search', 'Library', 'Ask'])
})

function ids(labels: readonly string[], typed: string, recent: readonly string[]) {
  const items = labels.map((label) => ({ id: label, label }))
  return bestFirst(items, typed, recent).map(({ id }) => id)
}
