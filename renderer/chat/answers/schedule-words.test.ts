import { expect, test } from 'vitest'
import { timeOf, timeToMinutes, whenAsked } from './schedule-words.ts'

test('a time is written and read back; what is no time is none', () => {
  expect([0, 545, 1_439].map(timeOf)).toEqual(['00:00', '09:05', '23:59'])
  expect(['00:00', '09:05', '23:59', '24:00', '09:61', '', '9:5'].map(timeToMinutes)).toEqual([
    0,
    545,
    1_439,
    null,
    null,
    null,
    null,
  ])
})

test('a schedule is said as people say it', () => {
  expect(whenAsked({ every: 'week', at: 540, weekday: 1 })).toBe('every Monday at 09:00')
  expect(whenAsked({ every: 'weekday', at: 1_050, weekday: 1 })).toBe('Monday to Friday at 17:30')
})
