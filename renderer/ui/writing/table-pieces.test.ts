import { expect, test } from 'vitest'
import { createTableCutting } from './table-pieces.ts'

const head = '| a | b |\n|---|--:|'
const rows = (count: number) => Array.from({ length: count }, (_, n) => `| ${n} | x |`)

test('a long table is cut into pieces that each have its head', () => {
  const pieces = createTableCutting()([head, ...rows(130)].join('\n'))

  expect({
    sizes: pieces?.map((piece) => piece.split('\n').length - 2),
    heads: pieces?.every((piece) => piece.startsWith(head)),
    last: pieces?.at(-1)?.endsWith('| 129 | x |'),
  }).toEqual({ sizes: [60, 60, 10], heads: true, last: true })
})

test('short tables, and whatever else is in a text, are left to the parser', () => {
  const cut = (text: string) => createTableCutting()(text)
  const long = rows(80).join('\n')

  expect(
    [
      `${head}\n${rows(10).join('\n')}`,
      `${head}\n${long}\n- a`,
      `${head}\n${long}\ntext`,
      `| a |\n${long}`,
      long,
      'a',
    ].map(cut),
  ).toEqual([null, null, null, null, null, null])
})

test('a growing table is cut as it would be at once, and full pieces stay', () => {
  const text = [head, ...rows(150)].join('\n')
  const cutting = createTableCutting()
  const wrong = Array.from({ length: text.length + 1 }, (_, end) => text.slice(0, end)).filter(
    (part) => JSON.stringify(cutting(part)) !== JSON.stringify(createTableCutting()(part)),
  )

  expect(wrong).toEqual([])
})
