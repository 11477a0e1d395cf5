import { expect, test } from 'vitest'
import { sinceInWords, summary } from './check-words.ts'

test('what wants a hand is counted by how bad it is', () => {
  expect([
    summary([{ state: 'good' }]),
    summary([{ state: 'look' }, { state: 'broken' }, { state: 'broken' }]),
    summary([{ state: 'look' }]),
  ]).toEqual(['all is well', '2 broken, 1 to look at', '1 to look at'])
})

test('since when is told by the clock today, and by the day before', () => {
  const now = new Date(2026, 4, 3, 18, 0).getTime()

  expect([
    sinceInWords(new Date(2026, 4, 3, 9, 5).getTime(), now),
    sinceInWords(new Date(2026, 3, 12).getTime(), now),
  ]).toEqual(['Since today, 09:05.', 'Since 12 April 2026.'])
})
