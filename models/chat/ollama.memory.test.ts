import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { type OllamaTestServerOptions, startOllamaTestServer } from '../../tests/ollama/test-server.ts'
import type { ModelFault } from './model-fault.ts'
import { createOllamaChatModel } from './ollama.chat-model.ts'
import { createOllamaMemory } from './ollama.memory.ts'
import { createOllamaServer } from './ollama.server.ts'

const toLoad = { name: 'scripted-chat', embeds: false, context: 2_048, keepAlive: null }

test('a model is loaded for the context it is asked with, stays as long as was said, and is let go', async () => {
  const { server, memory, running } = await setup({ memory: { graphicsShare: 0.5 } })

  await memory.load({ ...toLoad, keepAlive: 1_800 })
  const [loaded] = await running()
  await memory.unload('scripted-chat')

  expect({
    sent: server.memory.bodies,
    loaded,
    minutes: Math.round((Number(loaded?.until) - Date.now()) / 60_000),
    after: await running(),
  }).toEqual({
    sent: [
      { model: 'scripted-chat', prompt: '', stream: false, options: { num_ctx: 2_048 }, keep_alive: 1_800 },
      { model: 'scripted-chat', prompt: '', stream: false, keep_alive: 0 },
    ],
    loaded: {
      name: 'scripted-chat:latest',
      bytes: 4_919_040,
      graphicsBytes: 2_459_520,
      contextLength: 2_048,
      until: expect.any(Number),
    },
    minutes: 30,
    after: [],
  })
})

test('a model that only embeds is loaded by a request without texts, and one that stays says so', async () => {
  const { server, memory, running } = await setup()

  await memory.load({ ...toLoad, name: 'all-minilm', embeds: true, keepAlive: -1 })

  expect([server.embeds.requests.map(({ body }) => body), await running()]).toMatchObject([
    [{ model: 'all-minilm', input: [], keep_alive: -1 }],
    [{ name: 'all-minilm:latest', contextLength: 512, until: 'server-ends' }],
  ])
})

test.each([
  ['there is no such model', { ...toLoad, name: 'nowhere' }, 'refused', '404: model'],
  ['it only embeds', { ...toLoad, name: 'all-minilm' }, 'refused', 'does not support generate'],
])('when %s that is said', async (_, model, reason, words) => {
  const { memory } = await setup()

  expect(await failing(memory.load(model))).toEqual([reason, expect.stringContaining(words)])
})

test('too little memory is said, and so is a model that does not come in the time it may take', async () => {
  const { server, memory } = await setup({}, { firstToken: 100 })
  const never = Promise.withResolvers<void>()
  server.memory.next(
    { status: 500, body: '{"error":"model requires more system memory (9.2 GiB) than is available (3.1 GiB)"}' },
    { until: never.promise },
    { status: 200, body: '{"hello":1}' },
  )

  expect([
    await failing(memory.load(toLoad)),
    await failing(memory.load(toLoad)),
    await failing(memory.load(toLoad)),
  ]).toEqual([
    ['out-of-memory', expect.stringContaining('9.2 GiB')],
    ['silent-too-long', 'Nothing came for 100 ms'],
    ['garbled', 'An answer of another shape'],
  ])
})

test('who leaves has the server stop loading, and leaves no socket', async () => {
  const { server, memory, running } = await setup()
  const leaving = new AbortController()
  server.memory.next({ until: new Promise(() => {}) })
  const asked = server.memory.asked()

  const loading = memory.load(toLoad, leaving.signal)
  await asked
  leaving.abort()

  await expect(loading).rejects.toThrow('aborted')
  await server.idle(performance.now())
  expect([server.busy(), await running()]).toEqual([0, []])
})

test('what is kept follows each request to chat: its own words, else those of the request before, else 5 minutes', async () => {
  const { server, running } = await setup()
  let keepAlive: number | null = null
  const model = createOllamaChatModel({ address: server.address, name: 'scripted-chat', keepAlive: () => keepAlive })
  const minutes: (number | string | undefined)[] = []

  for (const seconds of [null, 7_200, null, -1, 0] as const) {
    keepAlive = seconds
    await answer(model)
    const [kept] = await running()
    minutes.push(
      typeof kept?.until === 'number' ? Math.round((kept.until - Date.now()) / 60_000) : (kept?.until ?? 'gone'),
    )
  }

  expect([minutes, server.chats.map((body) => body.keep_alive ?? 'not sent')]).toEqual([
    [5, 120, 120, 'server-ends', 'gone'],
    ['not sent', 7_200, 'not sent', -1, 0],
  ])
})

test('what a server leaves out of a model, or says in another shape, is not known and harms nothing', async () => {
  const full = await setup()
  const old = await setup({
    showWithout: ['capabilities', 'model_info', 'license', 'system', 'parameters', 'modified_at', 'template'],
    memory: { psWithout: ['size_vram', 'expires_at', 'context_length', 'size'] },
  })
  await old.memory.load(toLoad)
  const strange = await serve({
    '/api/show': {
      license: ['MIT'],
      system: 7,
      template: null,
      modified_at: 'soon',
      parameters: 'stop "a b"\nmirostat',
    },
    '/api/ps': { models: [{ name: 'x', size: 'large', size_vram: -1, expires_at: 5, context_length: 1.5 }] },
  })

  expect([
    await createOllamaServer({ address: full.server.address }).card('scripted-chat'),
    await createOllamaServer({ address: old.server.address }).card('scripted-chat'),
    await old.running(),
    await createOllamaServer({ address: strange }).card('x'),
    await createOllamaServer({ address: strange }).running(),
  ]).toMatchObject([
    {
      architecture: 'llama',
      format: 'gguf',
      parameters: '677K',
      quantization: null,
      contextLength: 4_096,
      width: 320,
      settings: [
        { name: 'num_ctx', value: '2048' },
        { name: 'temperature', value: '0' },
      ],
      system: 'Answer from the numbered passages.',
      template: expect.stringContaining('.Messages'),
      license: 'Test weights',
      capabilities: ['completion'],
      modifiedAt: Date.parse('2026-11-21T01:59:26.208Z'),
    },
    { architecture: 'llama', capabilities: null, contextLength: null, license: null, settings: [], modifiedAt: null },
    [{ name: 'scripted-chat:latest', bytes: null, graphicsBytes: null, contextLength: null, until: null }],
    {
      architecture: null,
      license: null,
      system: null,
      settings: [
        { name: 'stop', value: '"a b"' },
        { name: 'mirostat', value: '' },
      ],
      modifiedAt: null,
    },
    [{ name: 'x', bytes: null, graphicsBytes: null, contextLength: null, until: null }],
  ])
})

test('a number of tokens or of layers that is no whole number is not known', async () => {
  const address = await serve({
    '/api/show': {
      model_info: {
        'general.architecture': 'llama',
        'llama.context_length': 4_096.5,
        'llama.embedding_length': -320,
        'llama.block_count': [1.5, 'two'],
      },
    },
  })

  expect(await createOllamaServer({ address }).card('x')).toMatchObject({
    architecture: 'llama',
    contextLength: null,
    width: null,
    bytesPerToken: null,
  })
})

async function setup(options: OllamaTestServerOptions = {}, limits = {}) {
  const server = await startOllamaTestServer(options)
  onTestFinished(() => server.close())
  const { address } = server
  const asked = createOllamaServer({ address })
  return { server, memory: createOllamaMemory({ address, limits }), running: () => asked.running() }
}

async function answer(model: ReturnType<typeof createOllamaChatModel>) {
  const request = { messages: [{ role: 'user' as const, content: 'When?' }], passages: [], answerTokens: 100 }
  for await (const part of model.stream(request)) if (part.type === 'stopped') throw new Error(part.failure.message)
}

async function failing(loading: Promise<void>) {
  return loading.then(
    () => 'no failure',
    ({ reason, message }: ModelFault) => [reason, message],
  )
}

/** Answers each path with its JSON, as a server that only speaks like Ollama. */
async function serve(answers: Readonly<Record<string, object>>): Promise<string> {
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(answers[request.url ?? ''] ?? {}))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
