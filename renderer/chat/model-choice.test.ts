import { expect, test } from 'vitest'
import type { Answer } from '#contract/chat.contract'
import type { ModelInfo, ModelServer, ModelsState } from '#contract/models.contract'
import { askedTurn } from './answer.ts'
import { adviceOn, asksConsent, leavesMachine, modelGroups } from './model-choice.ts'
import { answerLine, liveLine } from './status-line.ts'

test('without a model quotes can be chosen, and one line says why and that none is needed', () => {
  const none = state({ server: { state: 'not-running', models: [] } })
  const empty = state({ server: { state: 'no-models', models: [] } })

  expect([
    modelGroups(none).flatMap(({ options }) => options.map(({ label }) => label)),
    adviceOn(none),
    adviceOn(empty),
  ]).toEqual([
    ['Quotes only'],
    'No model is running on this machine. Quotes need none.',
    'Ollama is running, but has no model yet. Quotes need none.',
  ])
})

test('a model on another machine says so before, while and after it answers', () => {
  const away = state({
    server: { local: false, address: 'http://gpu.example:11434', models: [model] },
    active: 'llama3.2:latest',
  })
  const here = state({ server: { local: true, models: [model] }, active: 'llama3.2:latest' })
  const live = { ...askedTurn('When?', 0), phase: 'writing', mode: 'model', model: 'llama3.2:latest' } as const

  expect({
    picker: [leavesMachine(away), leavesMachine(here)],
    groups: [away, here].map((one) => modelGroups(one)[0]),
    live: [liveLine({ ...live, local: false }, 3), liveLine(live, 3)],
    done: [answerLine({ ...answer, local: false }), answerLine(answer)],
  }).toEqual({
    picker: [true, false],
    groups: ['Ollama leaves this machine, to gpu.example:11434', 'Ollama stays on this machine'].map((label) => ({
      label,
      options: [{ value: 'ollama\tllama3.2:latest', label: 'llama3.2' }],
    })),
    live: [
      'llama3.2 is reading the passages · 0 passages from 0 documents · leaves this machine',
      'llama3.2 is reading the passages · 0 passages from 0 documents',
    ],
    done: [
      'llama3.2 · 2 passages from 1 document · 9 searched · left this machine',
      'llama3.2 · 2 passages from 1 document · 9 searched',
    ],
  })
})

test('a server that was not allowed is asked about before its model is chosen', () => {
  const waits: Partial<ModelServer> = {
    local: false,
    address: 'http://gpu.example:11434',
    models: [model],
    state: 'not-allowed',
  }
  const choice = { runtime: 'ollama', name: 'llama3.2:latest' } as const

  expect([
    asksConsent(choice, state({ server: waits })),
    asksConsent(choice, state({ server: { ...waits, state: 'ready', allowedAt: 1 } })),
    asksConsent({ runtime: 'quotes', name: 'quotes' }, state({ server: waits })),
    asksConsent(null, state({ server: waits })),
  ]).toEqual([{ id: 'ollama', host: 'gpu.example:11434', open: true }, null, null, null])
})

const model: ModelInfo = {
  runtime: 'ollama',
  name: 'llama3.2:latest',
  bytes: null,
  parameters: null,
  quantization: null,
  contextLength: null,
  chat: true,
  thinking: false,
  tools: false,
  vision: false,
  embedding: false,
  memory: null,
  fits: 'yes',
}

const answer: Answer = {
  id: '00000000-0000-4000-8000-000000000000',
  state: 'done',
  mode: 'model',
  model: 'llama3.2:latest',
  local: true,
  text: 'In March.',
  thinking: null,
  citations: [],
  given: { passages: 2, documents: 1, searched: 9 },
  searchedBy: 'fused',
  nearest: null,
  failure: null,
  timings: { retrieval: 1, firstToken: 2, total: 3 },
  context: null,
}

function state({ server, active = 'quotes' }: { server: Partial<ModelServer>; active?: string }): ModelsState {
  return {
    active: { runtime: active === 'quotes' ? 'quotes' : 'ollama', name: active },
    chosen: null,
    servers: [
      {
        id: 'ollama',
        name: 'Ollama',
        allowedAt: null,
        runtime: 'ollama',
        address: 'http://x',
        local: true,
        state: 'ready',
        advice: null,
        version: null,
        models: [],
        ...server,
      },
    ],
    machine: { memory: 1, freeMemory: 1, freeDisk: null, cores: 1 },
    embedding: { id: 'x', dimensions: 1, bytes: 1, state: 'ready', advice: null },
  }
}
