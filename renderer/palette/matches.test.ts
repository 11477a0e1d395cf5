import { expect, test } from 'vitest'
import { bestFirst, matchName } from './matches.ts'

test('each typed word must stand in the name, at the beginning of a word where it can', () => {
  expect([
    matchName('Toggle the lease', 'le'),
    matchName('Lease end and notice', 'end le'),
    matchName('Lease', 'rent'),
    matchName('Library', ''),
  ]).toEqual([
    [{ start: 11, end: 13 }],
    [
      { start: 6, end: 9 },
      { start: 0, end: 2 },
    ],
    null,
    [],
  ])
})

test('names that begin with what was typed come first', () => {
  const labels = ['Toggle the side bar', 'What is left', 'Lease end'].map((label) => ({ label }))

  expect(bestFirst(labels, 'le').map(({ label }) => label)).toEqual([
    'Lease end',
    'What is left',
    'Toggle the side bar',
  ])
})
