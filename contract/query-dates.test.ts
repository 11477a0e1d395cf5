import { expect, test } from 'vitest'
import { spanNamed } from './query-dates.ts'
import { boundsOf } from './query-language.ts'

const now = new Date(2026, 10, 26, 15).getTime()

test.each([
  ['2026', [2026, 0, 1], [2027, 0, 1]],
  ['2026-11', [2026, 10, 1], [2026, 11, 1]],
  ['2026-12', [2026, 11, 1], [2027, 0, 1]],
  ['2024-02-29', [2024, 1, 29], [2024, 2, 1]],
  ['2026-3-9', [2026, 2, 9], [2026, 2, 10]],
  ['today', [2026, 10, 26], [2026, 10, 27]],
  ['Yesterday', [2026, 10, 25], [2026, 10, 26]],
  ['7d', [2026, 10, 19], [2026, 10, 27]],
  ['2w', [2026, 10, 12], [2026, 10, 27]],
  ['3m', [2026, 7, 26], [2026, 10, 27]],
  ['1y', [2025, 10, 26], [2026, 10, 27]],
] satisfies [string, [number, number, number], [number, number, number]][])(
  '%s is a stretch of whole days here',
  (name, from, until) => {
    expect(spanNamed(name, now)).toEqual({ from: new Date(...from).getTime(), until: new Date(...until).getTime() })
  },
)

test.each(['2026-02-29', '2026-13', '26', 'soon', '', '7x', '2026-11-04-05'])('%s is no date', (name) => {
  expect(spanNamed(name, now)).toBeNull()
})

test('before ends where the date begins, after begins there, on is the date itself', () => {
  const bounds = (field: 'before' | 'after' | 'on') =>
    boundsOf({ field, values: [{ text: '2026-03', start: 0, end: 7 }] }, now)
  const [march, april] = [new Date(2026, 2, 1).getTime(), new Date(2026, 3, 1).getTime()]

  expect([bounds('before'), bounds('after'), bounds('on')]).toEqual([
    { from: -Infinity, until: march },
    { from: march, until: Infinity },
    { from: march, until: april },
  ])
})
