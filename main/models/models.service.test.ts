import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { defaultSettings, type Settings } from '#contract/settings.contract'
import type { ChatModel } from '#models/chat/chat-model'
import { type OllamaTestServerOptions, startOllamaTestServer } from '../../tests/ollama/test-server.ts'
import { createMemorySecrets } from '../app/secrets.ts'
import { machineFacts } from './machine.ts'
import { createModelsService } from './models.service.ts'
import { createProviders } from './providers.ts'

const gigabyte = 1024 ** 3
const embedding = { id: 'm', dimensions: 384, bytes: 1, state: 'ready' as const, advice: null }

test('what Ollama has is told with what each model can, and the first that can chat and fits is active', async () => {
  const { models } = await setup({})

  const { active, chosen, servers } = await models.state()

  expect({
    active,
    chosen,
    server: {
      ...servers[0],
      models: servers[0]?.models.map(({ name, chat, thinking, tools, embedding: embeds, fits }) => ({
        name,
        chat,
        thinking,
        tools,
        embeds,
        fits,
      })),
    },
  }).toMatchObject({
    active: { runtime: 'ollama', name: 'scripted-tools:latest' },
    chosen: null,
    server: {
      state: 'ready',
      local: true,
      version: '0.35.1',
      advice: null,
      models: [
        { name: 'all-minilm:latest', chat: false, embeds: true },
        { name: 'scripted-tools:latest', chat: true, tools: true, fits: 'yes' },
        { name: 'scripted-chat:latest', chat: true, thinking: false },
        { name: 'scripted-think:latest', chat: true, thinking: true },
      ],
    },
  })
})

test('an older server that lists no capabilities is asked about each model', async () => {
  const { models } = await setup({ server: { withoutCapabilities: true } })

  const { servers } = await models.state()

  expect(servers[0]?.models.filter(({ chat }) => !chat).map(({ name }) => name)).toEqual(['all-minilm:latest'])
})

test('the wished model goes before the chosen one, that before the one used last, that before the first that fits', async () => {
  const { models, settings } = await setup({})
  const names: string[] = []

  names.push((await models.pick()).name)
  await models.used({ runtime: 'ollama', name: 'scripted-chat', server: 'ollama' })
  names.push((await models.pick()).name)
  await models.choose({ runtime: 'quotes', name: 'quotes' })
  names.push((await models.pick()).name)
  names.push((await models.pick({ runtime: 'ollama', name: 'scripted-think' })).name)
  await models.choose(null)
  await settings.set({ lastChatModel: { runtime: 'ollama', name: 'gone' } })
  names.push((await models.pick()).name)

  expect(names).toEqual(['scripted-tools:latest', 'scripted-chat', 'quotes', 'scripted-think', 'scripted-tools:latest'])
})

test('a model larger than the memory is not picked', async () => {
  const { models } = await setup({ memory: 100_000_000 })

  const { active, servers } = await models.state()

  expect({ active, fits: servers[0]?.models.map(({ fits }) => fits) }).toEqual({
    active: { runtime: 'quotes', name: 'quotes' },
    fits: ['no', 'no', 'no', 'no'],
  })
})

test.each([
  ['no model that can chat', { models: ['all-minilm'] as const }, 'no-models', /ollama pull/],
  ['a server that refuses', { refusing: true }, 'refused', /refuses/],
  ['a version with known holes', { version: '0.34.2' }, 'ready', /0\.35\.0/],
  ["someone's own build", { version: '0.0.0' }, 'ready', null],
])('%s is said', async (_, server, state, advice) => {
  const { models } = await setup({ server })

  const [found] = (await models.state()).servers

  expect(found).toMatchObject({ state, advice: advice ? expect.stringMatching(advice) : null })
})

test('without Ollama quotes answer, and the advice begins with what works', async () => {
  const { models, server } = await setup({ environment: { PATH: '/nowhere' } })
  await server.close()

  const { active, servers } = await models.state()

  expect({ active, state: servers[0]?.state, advice: servers[0]?.advice }).toMatchObject({
    active: { runtime: 'quotes' },
    state: expect.stringMatching(/not-installed|not-running/),
    advice: expect.stringContaining('quotes'),
  })
})

test('servers are listed with what was named first and then what they list, and answer with their own key', async () => {
  const { models, providers, server } = await setup({})
  const named = { name: 'LM Studio', address: `${server.address}/v1`, models: ['scripted-think'], listed: true }
  const { provider: first } = await providers.add({ ...named, key: 'key-one' })
  const { provider: second } = await providers.add({
    ...named,
    name: 'vLLM',
    models: ['gone'],
    listed: false,
    key: 'two',
  })

  const { servers } = await models.state()
  const model = await models.pick({ runtime: 'openai-compatible', name: 'scripted-chat', provider: first.id })
  await firstWord(model)

  expect({
    found: servers
      .slice(1)
      .map(({ name, state, advice, models: has }) => [name, state, advice, has.map((one) => one.name)]),
    providers: servers
      .slice(1)
      .flatMap((one) => one.models.map(({ provider }) => provider))
      .at(0),
    sent: server.chats.map(({ authorization }) => authorization),
    keys: [await providers.keyOf(first), await providers.keyOf(second)],
  }).toEqual({
    found: [
      ['LM Studio', 'ready', null, ['scripted-think', 'scripted-chat', 'scripted-tools', 'all-minilm']],
      ['vLLM', 'no-models', expect.stringContaining('does not list gone'), []],
    ],
    providers: first.id,
    sent: ['Bearer key-one'],
    keys: ['key-one', 'two'],
  })
})

test('a choice of earlier versions, which names no server, means the one there was', async () => {
  const { models, server } = await setup({
    settings: (address) => ({
      modelProviders: [{ id: 'server', name: 'LM Studio', address: `${address}/v1`, models: [], listed: true }],
      chatModel: { runtime: 'openai-compatible', name: 'scripted-chat' },
    }),
  })

  const model = await models.pick()
  await firstWord(model)

  expect([model.server, server.chats.length]).toEqual(['server', 1])
})

test('a model for a use goes before the one for conversations, and is as in conversations when none is chosen', async () => {
  const { models, settings } = await setup({
    settings: () => ({ chatModel: { runtime: 'ollama', name: 'scripted-chat' } }),
  })
  const names = async () => {
    const picked = await Promise.all(
      (['chat', 'quick', 'background'] as const).map((use) => models.pick(undefined, undefined, use)),
    )
    return [...picked.map(({ name }) => name), (await models.background())?.name ?? null]
  }

  const same = await names()
  await settings.set({
    quickModel: { runtime: 'ollama', name: 'scripted-tools' },
    backgroundModel: { runtime: 'quotes', name: 'quotes' },
  })

  expect([same, await names()]).toEqual([
    ['scripted-chat', 'scripted-chat', 'scripted-chat', null],
    ['scripted-chat', 'scripted-tools', 'quotes', 'quotes'],
  ])
})

test('where nothing was chosen and the model used last is away, the first to go on with that is ready answers', async () => {
  const { models } = await setup({
    settings: () => ({
      lastChatModel: { runtime: 'ollama', name: 'gone' },
      fallbackModels: [
        { runtime: 'ollama', name: 'gone too' },
        { runtime: 'ollama', name: 'scripted-think' },
      ],
    }),
  })

  expect((await models.pick()).name).toBe('scripted-think')
})

test('this machine has memory, cores and a disk', async () => {
  const facts = await machineFacts(tmpdir())

  expect([facts.memory >= facts.freeMemory, facts.freeMemory > 0, facts.cores > 0, (facts.freeDisk ?? 0) > 0]).toEqual([
    true,
    true,
    true,
    true,
  ])
})

async function setup({
  server: serverOptions,
  memory = 24 * gigabyte,
  environment = {},
  settings: changed = () => ({}),
}: {
  readonly server?: OllamaTestServerOptions
  readonly memory?: number
  readonly environment?: Record<string, string>
  readonly settings?: (address: string) => Partial<Settings>
}) {
  const server = await startOllamaTestServer(serverOptions)
  const folder = mkdtempSync(join(tmpdir(), 'alcove-models-'))
  onTestFinished(async () => {
    await server.close()
    rmSync(folder, { recursive: true, force: true })
  })
  let kept: Settings = { ...defaultSettings, ...changed(server.address) }
  const settings = {
    get: () => kept,
    set: async (change: Partial<Settings>) => {
      kept = { ...kept, ...change }
      return kept
    },
  }
  const found = { OLLAMA_HOST: server.address, ...environment }
  const providers = createProviders({ settings, secrets: createMemorySecrets(), environment: found })
  const models = createModelsService({
    settings,
    providers,
    environment: found,
    machine: async () => ({ memory, freeMemory: memory / 2, freeDisk: null, cores: 2 }),
    embedding: async () => embedding,
    limits: { lookUp: 2_000 },
  })
  return { models, providers, settings, server }
}

async function firstWord(model: ChatModel): Promise<void> {
  const request = { messages: [{ role: 'user' as const, content: 'Hi' }], passages: [], answerTokens: 10 }
  for await (const part of model.stream(request)) if (part.type === 'token') return
}
