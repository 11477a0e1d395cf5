import { expect, test } from 'vitest'
import type { Place } from '#contract/passage'
import { placeInWords } from './place-in-words.ts'

const plain = { type: 'text' as const, page: null, heading: null, startLine: 1 }
const at = (place: Place, type: 'sheet' | 'notebook' | 'code' | 'audio' | 'pdf' | 'mail' = 'sheet') =>
  placeInWords({ ...plain, type, place, startLine: 4 })

test('a page, a slide, a row, a line, a heading or the beginning', () => {
  expect([
    placeInWords({ ...plain, type: 'pdf', page: 7 }),
    placeInWords({ ...plain, type: 'slides', page: 2 }),
    placeInWords({ ...plain, type: 'csv', startLine: 12 }),
    placeInWords({ ...plain, type: 'code', startLine: 40 }),
    placeInWords({ ...plain, type: 'markdown', heading: 'Minutes › Premises', startLine: 5 }),
    placeInWords({ ...plain, startLine: 9 }),
    placeInWords(plain),
  ]).toEqual(['Page 7', 'Slide 2', 'Row 12', 'Line 40', 'Premises', 'Line 9', 'Beginning'])
})

test('places of their own: cells, notebook cells, definitions, times', () => {
  expect([
    at({ kind: 'cells', sheet: 'Costs', range: 'A2:F40' }),
    at({ kind: 'notebook', first: 3, last: 5 }, 'notebook'),
    at({ kind: 'notebook', first: 3, last: 3 }, 'notebook'),
    at({ kind: 'symbol', name: 'Queue.advance', symbol: 'method' }, 'code'),
    at({ kind: 'time', from: 185.4, to: 190 }, 'audio'),
    at({ kind: 'time', from: 3_725, to: 3_730 }, 'audio'),
    placeInWords({ ...plain, type: 'pdf', page: 7, place: { kind: 'box', x: 0, y: 0, width: 1, height: 1 } }),
  ]).toEqual(['Costs, A2:F40', 'Cells 3 to 5', 'Cell 3', 'Queue.advance', '3:05', '1:02:05', 'Page 7'])
})
