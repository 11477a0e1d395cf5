import { expect, test } from 'vitest'
import { createChunking, linesOfChunk } from './code-chunks.ts'

test('code is cut every forty lines, and joined it is the code', () => {
  const lines = Array.from({ length: 2 * linesOfChunk + 5 }, (_, n) => `line ${n}`)
  const code = lines.join('\n')
  const chunks = createChunking()(code)

  expect({ sizes: chunks.map((chunk) => chunk.split('\n').length), same: chunks.join('\n') === code }).toEqual({
    sizes: [linesOfChunk, linesOfChunk, 5],
    same: true,
  })
})

test('growing code is cut as it would be at once, and full pieces stay', () => {
  const code = Array.from({ length: 130 }, (_, n) => `${n}`).join('\n')
  const chunking = createChunking()
  const wrong = Array.from({ length: code.length + 1 }, (_, end) => code.slice(0, end)).filter(
    (part) => chunking(part).join('|') !== createChunking()(part).join('|'),
  )

  expect(wrong).toEqual([])
})
