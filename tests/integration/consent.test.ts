import { expect, onTestFinished, test } from 'vitest'
import { defaultSettings, type Settings } from '#contract/settings.contract'
import type { ChatModel } from '#models/chat/chat-model'
import { outward } from '#models/network/outward'
import { createMemorySecrets } from '../../main/app/secrets.ts'
import { createModelsService } from '../../main/models/models.service.ts'
import { createProviders } from '../../main/models/providers.ts'
import { leadHere } from '../named-places.ts'
import { startOllamaTestServer } from '../ollama/test-server.ts'

const choice = (provider: string) => ({ runtime: 'openai-compatible' as const, name: 'scripted-chat', provider })

test('without consent a server on another machine is asked nothing, whatever is done', async () => {
  const { models, providers, server, settings, id } = await setup()
  await settings.set({ chatModel: choice(id), fallbackModels: [choice(id)] })

  const state = await models.state()
  const model = await models.pick()
  const readiness = await model.readiness()
  const [fallback] = await models.standIns({ runtime: 'ollama', name: 'other', server: 'ollama' })
  const parts = await written(model)
  await model.contextLength()

  expect({
    asked: server.asked,
    server: state.servers.find((one) => one.id === id),
    readiness,
    fallback: await fallback?.readiness(),
    parts,
    embedding: providers.askable(),
  }).toMatchObject({
    asked: [],
    server: {
      state: 'not-allowed',
      local: false,
      advice: expect.stringContaining('Your question and the passages found for it are sent to gpu-box'),
      models: [{ name: 'scripted-chat' }],
    },
    readiness: { ready: false, reason: 'not-allowed' },
    fallback: { ready: false, reason: 'not-allowed' },
    parts: [{ type: 'stopped', failure: { reason: 'held-back' } }],
    embedding: [],
  })
})

test('with it the server answers, and asks and writes nothing more once it is withdrawn, also where its turn had not come', async () => {
  const { models, providers, server, id } = await setup()
  await providers.allow(id)

  const model = await models.pick(choice(id))
  const readiness = await model.readiness()
  const parts = await written(model)
  const asked = server.asked.length
  await providers.withdraw(id)
  const after = [await model.readiness(), ...(await written(model))]
  await models.state()

  expect({ readiness, text: parts.some(({ type }) => type === 'token'), host: model.sentTo, after }).toMatchObject({
    readiness: { ready: true },
    text: true,
    host: expect.stringMatching(/^gpu-box:\d+$/),
    after: [{ ready: false }, { type: 'stopped' }],
  })
  expect(asked).toBeGreaterThan(0)
  expect(server.asked).toHaveLength(asked)
})

test('the switch that stops everything goes before consent', async () => {
  const { models, providers, server, id } = await setup()
  await providers.allow(id)
  outward.setOffline(true)
  onTestFinished(() => outward.setOffline(false))

  const state = await models.state()
  const readiness = await (await models.pick(choice(id))).readiness()
  const trial = await providers.test({ address: `${address(server)}/v1` })

  expect({
    asked: server.asked,
    state: state.servers.find((one) => one.id === id)?.state,
    readiness,
    trial,
  }).toMatchObject({
    asked: [],
    state: 'held-back',
    readiness: { ready: false, reason: 'held-back' },
    trial: { state: 'held-back', models: null },
  })
})

test('a test of the connection asks for the list alone, with the key, and needs no consent', async () => {
  const { providers, server, id } = await setup()

  const trial = await providers.test({ address: `${address(server)}/v1`, id })
  const refused = await providers.test({ address: `${address(server)}/wrong` })

  expect({ asked: server.asked, trial, refused }).toMatchObject({
    asked: ['GET /v1/models', 'GET /wrong/models'],
    trial: { state: 'ready', advice: null, models: expect.arrayContaining(['scripted-chat']) },
    // Without a list it may still answer.
    refused: { state: 'ready', models: null },
  })
})

test('an Ollama on another machine is asked about, too', async () => {
  const { models, providers, server, settings } = await setup()
  await settings.set({ ollamaAddress: address(server), lastChatModel: { runtime: 'ollama', name: 'scripted-chat' } })

  const before = await models.state()
  const quotes = await models.pick()
  const asked = [...server.asked]
  await providers.allow('ollama')
  const after = await models.state()
  const model = await models.pick()

  expect({
    asked,
    states: [before, after].map(({ servers }) => [servers[0]?.state, servers[0]?.allowedAt !== null]),
    names: [quotes.name, model.name],
  }).toEqual({
    asked: [],
    states: [
      ['not-allowed', false],
      ['ready', true],
    ],
    names: ['quotes', 'scripted-chat'],
  })
})

async function written(model: ChatModel) {
  const parts = []
  const request = { messages: [{ role: 'user' as const, content: 'Hi' }], passages: [], answerTokens: 10 }
  for await (const part of model.stream(request)) parts.push(part)
  return parts
}

function address(server: { readonly address: string }): string {
  return server.address.replace('127.0.0.1', 'gpu-box')
}

async function setup() {
  leadHere('gpu-box')
  const server = await startOllamaTestServer()
  onTestFinished(() => server.close())
  let kept: Settings = { ...defaultSettings, ollamaAddress: 'http://127.0.0.1:61998' }
  const settings = {
    get: () => kept,
    set: async (change: Partial<Settings>) => {
      kept = { ...kept, ...change }
      return kept
    },
  }
  const providers = createProviders({ settings, secrets: createMemorySecrets(), environment: {} })
  const models = createModelsService({
    settings,
    providers,
    environment: { PATH: '/nowhere' },
    machine: async () => ({ memory: 24e9, freeMemory: 12e9, freeDisk: null, cores: 2 }),
    embedding: async () => ({ id: 'm', dimensions: 384, bytes: 1, state: 'ready', advice: null }),
    limits: { lookUp: 2_000, retries: [] },
  })
  const { provider } = await providers.add({
    name: 'GPU box',
    address: `${address(server)}/v1`,
    models: ['scripted-chat'],
    listed: true,
    key: 'secret',
  })
  return { models, providers, server, settings, id: provider.id }
}
