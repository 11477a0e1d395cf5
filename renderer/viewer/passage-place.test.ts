import { expect, test } from 'vitest'
import { passagePlace } from './passage-place.ts'

const plain = { type: 'text' as const, page: null, place: null, heading: null, startLine: 1 }

test('a passage says where it stands by what its document has: a place, a heading, a line', () => {
  expect([
    passagePlace({ ...plain, type: 'pdf', page: 7, heading: 'Term' }),
    passagePlace({ ...plain, type: 'sheet', place: { kind: 'cells', sheet: 'Costs', range: 'A2:F40' } }),
    passagePlace({ ...plain, type: 'csv', startLine: 12 }),
    passagePlace({ ...plain, heading: 'Minutes › Premises', startLine: 5 }),
    passagePlace({ ...plain, startLine: 9 }),
    passagePlace(plain),
  ]).toEqual(['p. 7', 'Costs!A2:F40', 'row 12', 'Premises', 'line 9', 'beginning'])
})
