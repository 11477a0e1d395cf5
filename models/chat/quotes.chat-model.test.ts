import { expect, test } from 'vitest'
import type { Passage } from '#contract/passage'
import { contextFor } from './ollama.chat-model.ts'
import { isSameModel } from './ollama.server.ts'
import { createQuotesChatModel } from './quotes.chat-model.ts'
import { createThinkingFilter } from './thinking-tags.ts'

test('quotes are the best sentence of each good passage, best first, on one line each', async () => {
  const passages = [
    numbered(1, 'Rent is due.\nThe lease ends\nin March.', { start: 13, end: 37, score: 0.9 }),
    numbered(2, 'Notice is due before.', { start: 0, end: 21, score: 0.8 }),
    numbered(3, 'The cat sleeps.', { start: 0, end: 15, score: 0.1 }),
  ]

  let text = ''
  for await (const part of createQuotesChatModel().stream({ messages: [], passages, answerTokens: 100 })) {
    if (part.type === 'token') text += part.text
  }

  expect(text).toBe('“The lease ends in March.” [1]\n\n“Notice is due before.” [2]')
})

test.each([
  [['<thi', 'nk>Let me', ' see.</th', 'ink>\n\nIn ', 'March.'], 'Let me see.', 'In March.'],
  [['In ', '<think> tags.'], '', 'In <think> tags.'],
  [['<think>never', ' ends'], 'never ends', ''],
  [['<', 'b>'], '', '<b>'],
])('of %j the thoughts are "%s" and the answer is "%s"', (tokens, thinking, answer) => {
  const filter = createThinkingFilter()

  const parts = [...tokens.flatMap(filter.add), ...filter.end()]
  const textOf = (type: string) => parts.flatMap((part) => (part.type === type ? part.text : [])).join('')

  expect({ thinking: textOf('thinking'), answer: textOf('token') }).toEqual({ thinking, answer })
})

test.each([
  [{ contextLength: 131_072, chosenContext: null, bytesPerToken: 100_000 }, 8_192],
  [{ contextLength: 4_096, chosenContext: 2_048, bytesPerToken: 100_000 }, 4_096],
  [{ contextLength: 131_072, chosenContext: 32_768, bytesPerToken: 10_000 }, 32_768],
  [{ contextLength: 131_072, chosenContext: null, bytesPerToken: 500_000 }, 4_096],
  [{ contextLength: null, chosenContext: null, bytesPerToken: null }, 8_192],
])('the context of %j is %i tokens within 2 GiB', (detail, tokens) => {
  const known = { family: null, parameters: null, quantization: null, capabilities: null, ...detail }

  expect(contextFor(known, 2 * 1024 ** 3)).toBe(tokens)
})

test('a name without a tag means the latest', () => {
  expect([
    isSameModel('llama3.2', 'llama3.2:latest'),
    isSameModel('llama3.2:1b', 'llama3.2'),
    isSameModel('host:5000/team/model', 'host:5000/team/model:latest'),
  ]).toEqual([true, false, true])
})

function numbered(
  n: number,
  text: string,
  best: { readonly start: number; readonly end: number; readonly score: number },
) {
  const passage: Passage = {
    id: `p${n}`,
    documentId: 'd1',
    path: '/a',
    title: 'A',
    type: 'text',
    sourceId: 's1',
    modifiedAt: 0,
    page: null,
    heading: null,
    startLine: 1,
    endLine: 1,
    range: { start: 0, end: text.length },
    text,
  }
  const { start, end, score } = best
  return { n, passage, evidence: [{ passageId: `p${n}`, sentence: { start, end }, marks: [], score }] }
}
