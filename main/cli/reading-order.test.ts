import { expect, test } from 'vitest'
import { createReadingOrder } from './reading-order.ts'

test('citations count from 1 as they are read, also where a number comes in pieces', () => {
  const order = createReadingOrder()
  order.known(8)

  const shown =
    ['Ends in 2027 [7', ']. Notice [2,', ' 7] and [12] [x', '] list[3].'].map(order.add).join('') + order.end()

  expect(shown).toBe('Ends in 2027 [1]. Notice [2, 1] and [x] list[3].')
})
