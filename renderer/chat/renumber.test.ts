import { expect, test } from 'vitest'
import { renumber } from './renumber.ts'

test('citations count from one as they are met, and code keeps its brackets', () => {
  const { text, numbers } = renumber('A [3]. B [1, 3][9]. `x[3]` C [2].', [1, 2, 3])

  expect({ text, numbers: [...numbers] }).toEqual({
    text: 'A [1]. B [2, 1]. `x[3]` C [3].',
    numbers: [
      [3, 1],
      [1, 2],
      [2, 3],
    ],
  })
})
