import { expect, test } from 'vitest'
import { bytes, dayName, plural, timeLeft } from './words.ts'

test('counts, sizes and times read as a person would say them', () => {
  expect([
    plural(1, 'document'),
    plural(1_204, 'document'),
    bytes(999),
    bytes(2_140_000),
    timeLeft(20),
    timeLeft(7_300),
  ]).toEqual(['1 document', '1,204 documents', '999 bytes', '2.1 MB', 'less than a minute', 'about 2 hours'])
})

test('a conversation stands under the day a person would look for it', () => {
  const now = new Date(2026, 10, 21, 9).getTime()
  const days = [
    new Date(2026, 10, 21, 0, 1),
    new Date(2026, 10, 20, 23),
    new Date(2026, 10, 15),
    new Date(2026, 9, 3),
    new Date(2024, 2, 3),
  ]

  expect(days.map((day) => dayName(day.getTime(), now))).toEqual([
    'Today',
    'Yesterday',
    'Last week',
    'October',
    'March 2024',
  ])
})
