import { expect, test } from 'vitest'
import { createRenumbering, renumber } from './renumber.ts'

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

test('a text that grows is counted as it would be at once, at every character', () => {
  const text = 'A [3].\n\n```js\na[1]\n`b[2]`\n```\n\n$$\nx[1]\n$$\n- `c[2]` [2]\n- $5 [1] and $6 [9] `d'
  const renumbering = createRenumbering([1, 2, 3])
  const wrong = Array.from({ length: text.length + 1 }, (_, end) => text.slice(0, end)).filter(
    (part) => JSON.stringify(renumbering(part)) !== JSON.stringify(renumber(part, [1, 2, 3])),
  )

  expect({ wrong, whole: renumbering(text).text }).toEqual({
    wrong: [],
    whole: 'A [1].\n\n```js\na[1]\n`b[2]`\n```\n\n$$\nx[1]\n$$\n- `c[2]` [2]\n- $5 [3] and $6  `d',
  })
})
