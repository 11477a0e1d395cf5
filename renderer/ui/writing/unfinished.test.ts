import { expect, test } from 'vitest'
import { closeUnfinished } from './unfinished.ts'

test('what is begun is closed, what is whole stays', () => {
  expect(
    ['a **b', 'a **', 'a `b', 'a [b](https://c', 'a [1] and [b', '**a** `b` c', '`a\n\nb **c', '`**` d'].map(
      closeUnfinished,
    ),
  ).toEqual(['a **b**', 'a', 'a `b`', 'a b', 'a [1] and [b', '**a** `b` c', '`a\n\nb **c**', '`**` d'])
})
