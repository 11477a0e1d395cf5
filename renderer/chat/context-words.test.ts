import { expect, test } from 'vitest'
import { contextWords } from './context-words.ts'

test('what filled the context is said with its largest part first, and without what was not there', () => {
  const context = { limit: 8_192, instructions: 210, summary: 0, history: 190, passages: 1_900, question: 10 }

  expect(contextWords({ ...context, promptTokens: 2_050 })).toBe(
    'About 2,310 of 8,192 tokens: passages 1,900, instructions 210, earlier turns 190, question 10. The server says it read 2,050.',
  )
  expect(contextWords({ ...context, promptTokens: null })).not.toContain('server')
})
