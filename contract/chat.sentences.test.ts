import { expect, test } from 'vitest'
import { ModelStopped } from './chat.contract.ts'
import { nothingFoundText, sentenceForChatFailure, sentenceForStop } from './chat.sentences.ts'
import { adviceForServer, isOldOllama } from './models.sentences.ts'

test('every way an answer breaks off has a sentence of its own that says what to do', () => {
  const sentences = ModelStopped.shape.reason.options.map((reason) => sentenceForStop({ reason }))

  expect({
    different: new Set(sentences).size,
    short: sentences.every((sentence) => sentence.length < 200 && !sentence.includes('!')),
  }).toEqual({ different: ModelStopped.shape.reason.options.length, short: true })
})

test('a model that is not ready is named, with what can be done', () => {
  const reasons = ['not-running', 'model-missing', 'cannot-chat', 'refused', 'failing'] as const

  const sentences = reasons.map((reason) =>
    sentenceForChatFailure({ code: 'MODEL_NOT_READY', message: 'x', model: 'llama3.2', reason }),
  )

  expect(sentences.filter((sentence) => sentence.includes('llama3.2') && sentence.includes('quotes'))).toHaveLength(5)
})

test('nothing found names how much was searched', () => {
  expect([0, 1, 12].map((documents) => nothingFoundText({ documents }).slice(0, 48))).toEqual([
    'There is nothing to search yet. Add a folder or ',
    'Nothing in the one document that was searched an',
    'Nothing in the 12 documents that were searched a',
  ])
})

test.each([
  ['0.34.2', true],
  ['0.4.7', true],
  ['0.35.0', false],
  ['0.35.1-rc2', false],
  ['1.0.0', false],
  ['0.0.0', false],
  ['0.0.0-dev', false],
  ['unknown', false],
  [null, false],
])('Ollama %s is old: %s', (version, old) => {
  expect(isOldOllama(version)).toBe(old)
})

test('every state of a server but ready and not configured has advice', () => {
  const states = ['no-models', 'not-running', 'not-installed', 'refused', 'failing'] as const
  const server = { address: 'http://127.0.0.1:11434', version: null }

  const ollama = states.map((state) => adviceForServer({ ...server, runtime: 'ollama', state }))
  const compatible = states.map((state) => adviceForServer({ ...server, runtime: 'openai-compatible', state }))

  expect([ollama.filter(Boolean).length, compatible.filter(Boolean).length]).toEqual([5, 4])
})
