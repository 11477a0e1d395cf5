import { expect, test } from 'vitest'
import { shareTaken } from './budget.ts'

test('what a model counted corrects the estimate, with something to spare and never by more than a quarter', () => {
  expect(shareTaken({ estimated: 1_000, counted: 800 })).toBeCloseTo(0.824)
  expect(shareTaken({ estimated: 1_000, counted: 650 })).toBe(0.75)
})

test('a count that is missing, higher, or of what was not in a cache corrects nothing', () => {
  const counted = [null, 1_100, 40]
  expect(counted.map((one) => shareTaken({ estimated: 1_000, counted: one }))).toEqual([1, 1, 1])
})
