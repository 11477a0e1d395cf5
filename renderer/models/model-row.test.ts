import { expect, test } from 'vitest'
import type { ModelInfo, ModelServer } from '#contract/models.contract'
import { choiceToValue, shortName, valueToChoice } from '../app/model-choice.ts'
import { choicesOf, fitWord, gigabytes, memoryShare, serverState } from './model-row.ts'

const model: ModelInfo = {
  runtime: 'ollama',
  name: 'llama3.2:latest',
  bytes: 2e9,
  parameters: '3.2B',
  quantization: null,
  contextLength: null,
  chat: true,
  thinking: false,
  tools: true,
  vision: false,
  embedding: false,
  memory: 3.4e9,
  fits: 'yes',
}
const ollama: ModelServer = {
  id: 'ollama',
  name: 'Ollama',
  allowedAt: null,
  runtime: 'ollama',
  address: 'http://127.0.0.1:11434',
  local: true,
  state: 'ready',
  advice: null,
  version: '0.35.0',
  models: [model, { ...model, name: 'gemma3:27b', fits: 'tight' }, { ...model, name: 'nomic-embed-text', chat: false }],
}

test('models that can chat can be chosen, and quotes always', () => {
  const away: ModelServer = {
    ...ollama,
    id: 'p1',
    name: 'Northwind',
    runtime: 'openai-compatible',
    local: false,
    models: [{ ...model, runtime: 'openai-compatible', name: 'large-2', provider: 'p1' }],
  }

  expect(
    choicesOf({ servers: [ollama, away] }).map(({ label, ...rest }) => ['note' in rest ? rest.note : undefined, label]),
  ).toEqual([
    [undefined, 'Alcove chooses'],
    ['Ollama', 'llama3.2'],
    ['Ollama, tight', 'gemma3:27b'],
    ['Northwind, leaves this machine', 'large-2'],
    [undefined, 'Quotes only'],
  ])
})

test('a choice survives the way through a menu', () => {
  const choice = { runtime: 'ollama' as const, name: 'a\u00a0b:1' }
  const other = { runtime: 'openai-compatible' as const, name: 'm' }

  expect([
    valueToChoice(choiceToValue(choice)),
    valueToChoice(choiceToValue({ ...other, provider: 'p1' })),
    valueToChoice(choiceToValue(other)),
    valueToChoice(choiceToValue(null)),
    valueToChoice('x\ty'),
  ]).toEqual([choice, { ...other, provider: 'p1' }, { ...other, provider: 'server' }, null, null])
})

test('a table says sizes and memory in one unit, and a word only where it matters', () => {
  expect([
    gigabytes(3e8),
    gigabytes(677_000),
    memoryShare(model, { memory: 24e9 })?.toFixed(2),
    memoryShare({ memory: null }, { memory: 24e9 }),
    fitWord('no'),
    fitWord('yes'),
    shortName('llama3.2:latest'),
  ]).toEqual(['0.3 GB', '677 KB', '0.14', null, 'too big', '', 'llama3.2'])
})

test('every state of a server has its word', () => {
  const states = [
    'ready',
    'no-models',
    'not-running',
    'not-installed',
    'not-configured',
    'refused',
    'failing',
    'not-allowed',
    'held-back',
  ] as const

  expect(new Set(states.map((state) => serverState(state).words)).size).toBe(states.length)
})
