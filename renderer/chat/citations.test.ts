import { expect, test } from 'vitest'
import { citedNumbers } from './citations.ts'

test('numbers are taken once, in the order they are cited', () => {
  expect(citedNumbers('b [2][1] and [1, 3], not [x] or [2024]')).toEqual([2, 1, 3])
})

test('code and formulas cite nothing; amounts of money are words', () => {
  expect([
    citedNumbers('`a[1]` and ``b`[2]`` [3]'),
    citedNumbers('```js\na[1]\n```'),
    citedNumbers('$a[1]$ and $$b[2]$$ and \\(c[3]\\) and \\[d[4]\\] [5]'),
    citedNumbers('It is $5 [1] and $6 [2].'),
  ]).toEqual([[3], [], [5], [1, 2]])
})
