import { expect, test } from 'vitest'
import type { ModelInfo, ModelServer } from '#contract/models.contract'
import { foundOnMachine } from './found.ts'

const machine = { memory: 24e9, freeMemory: 15e9, freeDisk: 60e9, cores: 8 }
const model = { runtime: 'ollama', name: 'llama3.2:latest', chat: true } as ModelInfo
const ollama: ModelServer = {
  id: 'ollama',
  name: 'Ollama',
  allowedAt: null,
  runtime: 'ollama',
  address: 'http://127.0.0.1:11434',
  local: true,
  state: 'ready',
  advice: null,
  version: null,
  models: [model, { ...model, name: 'qwen2.5:7b' }, { ...model, name: 'nomic-embed-text', chat: false }],
}

test('what works without a model is said first, then what was found', () => {
  expect(
    foundOnMachine({ servers: [ollama], active: { runtime: 'ollama', name: 'llama3.2:latest' }, machine }),
  ).toEqual([
    { name: 'Without a model', text: 'Everything works; answers are quotes from your documents, with sources.' },
    {
      name: 'Ollama',
      text: 'Running, with llama3.2 and qwen2.5:7b. Alcove will write answers with llama3.2; you can change that beside any question.',
    },
    { name: 'Room', text: '60 GB free, enough for about 2 million pages.' },
  ])
})

test('what is missing is said as advice', () => {
  const missing: ModelServer = { ...ollama, state: 'not-installed', advice: 'Ollama was not found.', models: [] }
  const facts = foundOnMachine({
    servers: [missing],
    active: { runtime: 'quotes', name: 'quotes' },
    machine: { ...machine, freeDisk: null },
  })

  expect(facts.map(({ text }) => text)).toEqual([
    'Everything works; answers are quotes from your documents, with sources.',
    'Ollama was not found.',
  ])
})
