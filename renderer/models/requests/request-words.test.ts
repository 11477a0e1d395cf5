import { expect, test } from 'vitest'
import type { ModelRequest } from '#contract/model-requests.contract'
import { duration, firstWordWords, howItWent, speed, tokens, workWords } from './request-words.ts'

test('times are told in the unit one would use', () => {
  expect([0, 40, 400, 9_949, 9_950, 119_499, 119_500].map(duration)).toEqual([
    '0.0 s',
    '0.0 s',
    '0.4 s',
    '9.9 s',
    '10 s',
    '119 s',
    '2 min',
  ])
})

test('what a server did not say is told as not known, never as nought', () => {
  expect([firstWordWords({ firstWordMs: null }), speed({ tokensPerSecond: null }), tokens(null), tokens(0)]).toEqual([
    'not known',
    'not known',
    'not known',
    '0',
  ])
  expect(firstWordWords({ firstWordMs: { median: 400, p95: 2_100 } })).toBe('0.4 s, 95% within 2.1 s')
  expect([speed({ tokensPerSecond: 9.44 }), speed({ tokensPerSecond: 31.6 })]).toEqual(['9.4', '32'])
})

test('a request says how it went and leaves out what is not known', () => {
  const request: ModelRequest = {
    id: 1,
    at: 0,
    server: 'ollama',
    model: 'm',
    local: true,
    use: 'quick',
    work: 'answer',
    waitedMs: 1_200,
    firstWordMs: 400,
    totalMs: 3_000,
    promptTokens: 1_234,
    answerTokens: 20,
    loadMs: null,
    promptMs: null,
    answerMs: null,
    outcome: 'done',
    reason: null,
  }
  const silent = { firstWordMs: null, promptTokens: null, answerTokens: null, waitedMs: 0 }

  expect([howItWent(request), howItWent({ ...request, ...silent, outcome: 'failed', reason: 'garbled' })]).toEqual([
    'done after 3.0 s, 1.2 s in the queue, first word 0.4 s, 1,234 tokens read, 20 written',
    'failed (garbled) after 3.0 s',
  ])
  expect([workWords(request), workWords({ work: 'title', use: 'background' })]).toEqual([
    'an answer in the small window',
    'a title',
  ])
})
