import { expect, test } from 'vitest'
import type { ModelDetails, ModelInMemory } from '#contract/model-memory.contract'
import {
  factsOf,
  inMemory,
  keepLabel,
  keepNote,
  keepOptions,
  memorySentence,
  untilNextGoes,
  valueToKeep,
} from './memory-words.ts'

const now = new Date(2026, 10, 21, 14, 0).getTime()
const loaded: ModelInMemory = {
  name: 'llama3.2:latest',
  bytes: 4e9,
  graphicsBytes: 1e9,
  contextLength: 8_192,
  until: now + 300_000,
}

test('a model is found in memory whether or not its tag is written', () => {
  const models = [loaded]

  expect([inMemory('llama3.2', { models }), inMemory('llama3.2:1b', { models })]).toEqual([loaded, undefined])
})

test.each([
  [undefined, 'Not in memory: the first question waits until it is loaded.'],
  [loaded, 'In memory: 4.0 GB, 1.0 GB of it on graphics cards. It stays until 14:05.'],
  [
    { ...loaded, graphicsBytes: 4e9, until: 'server-ends' as const },
    'In memory: 4.0 GB, all of it on graphics cards. It stays until Ollama ends.',
  ],
  [
    { ...loaded, graphicsBytes: 0, until: now + 86_400_000 },
    'In memory: 4.0 GB, none of it on graphics cards. It stays until 22 November, 14:00.',
  ],
  [{ ...loaded, graphicsBytes: null, until: null }, 'In memory: 4.0 GB.'],
  [{ ...loaded, bytes: null, graphicsBytes: null, until: null }, 'In memory.'],
])('what is in memory is said, and what is not known is not', (model, sentence) => {
  expect(memorySentence(model, now)).toBe(sentence)
})

test('what is shown is asked again when the time of the first model has come', () => {
  const asked = (...until: ModelInMemory['until'][]) =>
    untilNextGoes({ models: until.map((one) => ({ ...loaded, until: one })) }, now)

  expect([
    asked(),
    asked(null, 'server-ends'),
    asked(now + 9_000, now + 5_000),
    asked(now - 9_000),
    asked(now + 9e12),
  ]).toEqual([false, false, 6_000, 1_000, 2_000_000_000])
})

test('facts that are not known have no line', () => {
  const nothing: ModelDetails = {
    name: 'x',
    architecture: null,
    format: null,
    parameters: null,
    quantization: null,
    contextLength: null,
    usedContext: 8_192,
    width: null,
    capabilities: null,
    settings: [],
    system: null,
    template: null,
    license: null,
    modifiedAt: null,
    bytes: null,
    memory: null,
    machineMemory: 16e9,
    fits: 'unknown',
  }
  const all: ModelDetails = {
    ...nothing,
    architecture: 'llama',
    format: 'gguf',
    parameters: '3.2B',
    quantization: 'Q4_K_M',
    contextLength: 131_072,
    width: 3_072,
    capabilities: ['completion', 'tools', 'flying'],
    bytes: 2e9,
    memory: 2.7e9,
    fits: 'tight',
  }

  expect([factsOf(nothing), factsOf(all)]).toEqual([
    [],
    [
      ['Architecture', 'llama, as GGUF'],
      ['Parameters', '3.2B'],
      ['Quantization', 'Q4_K_M'],
      ['Context length', '131,072 tokens, of which Alcove uses 8,192'],
      ['Width', '3,072 numbers'],
      ['It can', 'chat, use tools, flying'],
      ['On disk', '2.0 GB'],
      ['Memory it needs', 'about 2.7 GB of the 16 GB of this machine; that is tight'],
    ],
  ])
})

test('every choice of how long a model is kept has its setting, its label and what it means', () => {
  const settings = keepOptions.map(({ value }) => valueToKeep(value))

  expect([settings, settings.map(keepLabel), new Set(settings.map(keepNote)).size, keepLabel(45)]).toEqual([
    [null, 300, 1_800, 7_200, -1, 0],
    keepOptions.map(({ label }) => label),
    4,
    '45 seconds',
  ])
})
