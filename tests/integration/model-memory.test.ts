import { expect, onTestFinished, test, vi } from 'vitest'
import { sentenceForOllamaCall } from '#contract/models.sentences'
import { openLibrary } from '../../main/app/open-library.ts'
import { leadHere } from '../named-places.ts'
import { type OllamaTestServerOptions, startOllamaTestServer } from '../ollama/test-server.ts'
import { folderWith } from './alcove-process.ts'

const chatModel = { runtime: 'ollama', name: 'scripted-chat' } as const

test('a model is told in full, loaded as the next question wants it, told as in memory, and let go', async () => {
  const { client, server, ask, read } = await setup({ memory: { graphicsShare: 1 } })
  await read('pump.txt', 'The pump house stands by the mill.')

  const details = await client.models.details({ name: 'scripted-chat' })
  const before = await client.models.memory.list()
  const loaded = await client.models.memory.load({ name: 'scripted-chat' })
  await ask()
  const unloaded = await client.models.memory.unload({ name: 'scripted-chat:latest' })

  expect({
    details,
    before,
    loaded,
    contexts: [server.memory.bodies[0]?.options?.num_ctx, server.chats[0]?.options?.num_ctx],
    unloaded,
  }).toEqual({
    details: {
      name: 'scripted-chat',
      architecture: 'llama',
      format: 'gguf',
      parameters: '677K',
      quantization: null,
      contextLength: 4_096,
      usedContext: 4_096,
      width: 320,
      capabilities: ['completion'],
      settings: [
        { name: 'num_ctx', value: '2048' },
        { name: 'temperature', value: '0' },
      ],
      system: 'Answer from the numbered passages.',
      template: expect.stringContaining('.Messages'),
      license: 'Test weights',
      modifiedAt: expect.any(Number),
      bytes: expect.any(Number),
      memory: expect.any(Number),
      machineMemory: expect.any(Number),
      fits: 'yes',
    },
    before: { known: true, models: [] },
    loaded: {
      known: true,
      models: [
        {
          name: 'scripted-chat:latest',
          bytes: 4_919_040,
          graphicsBytes: 4_919_040,
          contextLength: 4_096,
          until: expect.any(Number),
        },
      ],
    },
    contexts: [4_096, 4_096],
    unloaded: { known: true, models: [] },
  })
})

test('how long a model is kept goes with every request from the next one on, also of processes that run', async () => {
  const { client, server, ask, read } = await setup()
  await read('pump.txt', 'The pump house stands by the mill.')
  const place = { kind: 'ollama', model: 'all-minilm' } as const
  await client.models.embedding.build({ place })
  for await (const models of await client.models.embedding.changes()) if (models[0]?.title === 'all-minilm') break
  await client.search.find({ query: 'pump house' })
  const before = server.embeds.requests.map(({ body }) => body['keep_alive'])

  await client.settings.set({ keepInMemory: 1_800 })
  const asked = server.embeds.requests.length
  await client.search.find({ query: 'Where is the pump house?' })
  await read('more.txt', 'The well is deep.')
  await ask()
  await client.models.memory.load({ name: 'scripted-think' })
  await client.settings.set({ keepInMemory: 0 })
  await ask()
  await client.models.memory.load({ name: 'scripted-think' })
  await client.settings.set({ keepInMemory: null })
  await ask()

  expect({
    before: new Set(before),
    embeds: new Set(server.embeds.requests.slice(asked).map(({ body }) => body['keep_alive'])),
    inputs: server.embeds.requests
      .slice(asked)
      .flatMap(({ input }) => input)
      .some((text) => text.includes('well')),
    chats: server.chats.map(({ keep_alive }) => keep_alive ?? 'not sent'),
    loads: server.memory.bodies.map(({ keep_alive }) => keep_alive ?? 'not sent'),
  }).toEqual({
    before: new Set([undefined]),
    embeds: new Set([1_800, 0, undefined]),
    inputs: true,
    chats: [1_800, 0, 'not sent'],
    // Loaded not to be kept at all: as Ollama does by itself.
    loads: [1_800, 'not sent'],
  })
})

test('a model that answers is let go after its answer', async () => {
  const { client, server, ask, read } = await setup()
  await read('pump.txt', 'The pump house stands by the mill.')
  const held = Promise.withResolvers<void>()
  server.next({ hold: { after: 2, until: held.promise } })
  const began = server.nextChat()
  const answered = ask()
  await began
  await vi.waitFor(async () => expect((await client.models.memory.list()).models).toHaveLength(1))

  const unloaded = await client.models.memory.unload({ name: 'scripted-chat' })
  held.resolve()
  await answered

  expect([unloaded.models.length, await client.models.memory.list()]).toEqual([1, { known: true, models: [] }])
})

test('each reason why it is not done is said with what to do', async () => {
  const { client, server } = await setup()
  server.memory.next(
    { status: 500, body: '{"error":"model requires more system memory (9.2 GiB) than is available (3.1 GiB)"}' },
    { status: 400, body: '{"error":"not today"}' },
    { status: 500, body: '{"error":"llama runner process has terminated"}' },
  )
  const load = (name: string) => said(client.models.memory.load({ name }))

  const reasons = [
    await load('nowhere'),
    await load('scripted-chat'),
    await load('scripted-chat'),
    await load('scripted-chat'),
  ]
  const unknown = await said(client.models.details({ name: 'nowhere' }))
  await server.close()
  const away = [await said(client.models.details({ name: 'scripted-chat' })), await client.models.memory.list()]

  expect([reasons, unknown, away]).toEqual([
    [
      expect.stringContaining('Ollama has no model nowhere.'),
      expect.stringContaining('not enough memory for scripted-chat'),
      expect.stringContaining('Ollama refused. It said: 400: not today'),
      expect.stringContaining('llama runner process has terminated'),
    ],
    expect.stringContaining('Ollama has no model nowhere.'),
    [expect.stringContaining('does not answer at'), { known: false, models: [] }],
  ])
})

test('cancelling stops the loading at the server', async () => {
  const { client, server } = await setup()
  server.memory.next({ until: new Promise(() => {}) })
  const asked = server.memory.asked()
  const leaving = new AbortController()

  const loading = client.models.memory.load({ name: 'scripted-chat' }, { signal: leaving.signal })
  await asked
  leaving.abort()

  await expect(loading).rejects.toThrow('abort')
  await server.idle(performance.now())
  expect([server.busy(), (await client.models.memory.list()).models]).toEqual([0, []])
})

test('an Ollama elsewhere is asked nothing of this until it is allowed', async () => {
  leadHere('gpu-box')
  const { client, server } = await setup({}, (address) => address.replace('127.0.0.1', 'gpu-box'))
  const asked = server.asked.length

  const outcomes = [
    await said(client.models.details({ name: 'scripted-chat' })),
    await said(client.models.memory.load({ name: 'scripted-chat' })),
    await said(client.models.memory.unload({ name: 'scripted-chat' })),
    await client.models.memory.list(),
  ]
  const silent = server.asked.length - asked
  await client.models.providers.allow({ id: 'ollama' })
  const { machineMemory, fits } = await client.models.details({ name: 'scripted-chat' })

  const notAllowed = expect.stringMatching(/gpu-box.*asked nothing until you allow it/)
  expect({ outcomes, silent, machineMemory, fits }).toEqual({
    outcomes: [notAllowed, notAllowed, notAllowed, { known: false, models: [] }],
    silent: 0,
    machineMemory: null,
    fits: 'unknown',
  })
})

async function said(call: Promise<unknown>) {
  return call.then(
    () => 'no failure',
    (error: { readonly data: Parameters<typeof sentenceForOllamaCall>[0] }) => sentenceForOllamaCall(error.data),
  )
}

async function setup(options: OllamaTestServerOptions = {}, addressOf = (address: string) => address) {
  const server = await startOllamaTestServer(options)
  vi.stubEnv('OLLAMA_HOST', addressOf(server.address))
  const data = folderWith()
  const opened = await openLibrary({ data, from: data })
  if (!opened.ok || !opened.value.held) throw new Error('The library could not be held')
  const held = opened.value
  onTestFinished(async () => {
    await held.close()
    await server.close()
    vi.unstubAllEnvs()
  })
  await held.app.start()
  const { client } = held
  const read = async (name: string, text: string) => {
    const { batchId } = await client.library.add({ paths: [folderWith({ [name]: text })], watch: false })
    for await (const event of await client.library.follow({ batchId })) if (event.finished) break
  }
  await client.settings.set({ modelTitles: false })
  const ask = async () => {
    for await (const event of await client.chat.ask({ question: 'Where is the pump house?', model: chatModel })) {
      if (event.type === 'interrupted') throw new Error(JSON.stringify(event))
    }
  }
  return { client, server, ask, read }
}
