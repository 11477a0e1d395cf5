import { expect, test } from 'vitest'
import { limitOf } from './limit.ts'

test('only a whole number within the range is taken', () => {
  const range = { least: 5, most: 3_600 }

  expect(['5', ' 3600 ', '4', '3601', '', '1e3', '-5', '7.5', 'many'].map((typed) => limitOf(typed, range))).toEqual([
    5,
    3_600,
    ...Array(7).fill(null),
  ])
})
