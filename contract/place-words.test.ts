import { expect, test } from 'vitest'
import type { Place } from './passage.ts'
import { placeInWords } from './place-words.ts'

test('a place is cited as its kind of document is cited', () => {
  const words = (place: Place | null, page: number | null = null) => placeInWords({ type: 'text', page, place })

  expect([
    placeInWords({ type: 'pdf', page: 7, place: { kind: 'box', x: 1, y: 2, width: 3, height: 4 } }),
    placeInWords({ type: 'slides', page: 3 }),
    words({ kind: 'cells', sheet: 'Costs', range: 'A5:F9' }),
    words({ kind: 'notebook', first: 4, last: 4 }),
    words({ kind: 'notebook', first: 4, last: 6 }),
    words({ kind: 'symbol', name: 'Queue.advance', symbol: 'method' }),
    words({ kind: 'time', from: 750, to: 845.6 }),
    words({ kind: 'time', from: 3_723, to: 3_723 }),
    words({ kind: 'messages', first: 'a', last: 'b' }),
    words(null),
  ]).toEqual([
    'p. 7',
    'slide 3',
    'Costs!A5:F9',
    'cell 4',
    'cells 4–6',
    'Queue.advance',
    '12:30–14:05',
    '1:02:03',
    null,
    null,
  ])
})
