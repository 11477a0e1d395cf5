import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createOllamaChatModel } from '#models/chat/ollama.chat-model'
import { createOllamaServer } from '#models/chat/ollama.server'
import { ollamaAddress } from '../../main/models/ollama-address.ts'
import { all, ending, setupChat } from '../integration/chat-setup.ts'
import { createRealModel, versionOfOllama } from './real-ollama.ts'

const address = ollamaAddress(process.env['OLLAMA_HOST'])
const name = 'alcove-test-chat'
const longName = 'alcove-test-long'
const wholeText = 'The lease ends on 31 March 2027 [1]. Notice must be given three months before, in writing [2].'
const question = 'When does the lease end?'
const version = await versionOfOllama(address)
process.stdout.write(
  version === null
    ? `No Ollama answers at ${address}: nothing was tested against a real one. Start Ollama, or set OLLAMA_HOST.\n`
    : `Testing against Ollama ${version} at ${address}\n`,
)

describe.skipIf(version === null)('a real Ollama', () => {
  let removals: (() => Promise<void>)[] = []

  beforeAll(async () => {
    const words = Array.from({ length: 390 }, (_, index) => `word${index}`).join(' ')
    removals = [await createRealModel(address, name, wholeText), await createRealModel(address, longName, words)]
  })
  afterAll(async () => {
    for (const remove of removals) await remove()
  })

  test('lists and shows the model that was made', async () => {
    const server = createOllamaServer({ address })

    const listed = (await server.models()).find((model) => model.name === `${name}:latest`)
    const shown = await server.show(name)

    expect({ listed: listed?.name, shown }).toMatchObject({
      listed: `${name}:latest`,
      shown: { contextLength: 32_768, capabilities: ['completion'] },
    })
  })

  test('answers a question with citations', async () => {
    const { ask } = await setupChat({ model: createOllamaChatModel({ address, name }) })

    const { answer } = ending(await ask({ question }))

    expect(answer).toMatchObject({ state: 'done', mode: 'model', text: wholeText, citations: [{ n: 1 }, { n: 2 }] })
  })

  test('stops at once and keeps what was written', async () => {
    const { chat, store } = await setupChat({ model: createOllamaChatModel({ address, name: longName }) })
    const asked = await chat.ask({ question })
    if (!asked.ok) throw new Error(asked.failure.message)
    let answerId = ''

    for await (const event of asked.value) {
      if (event.type === 'started') answerId = event.answerId
      if (event.type === 'token') await chat.stop(answerId)
    }

    expect(store.answer(answerId)?.answer).toMatchObject({
      state: 'interrupted',
      text: expect.stringMatching(/^word0/),
      failure: { reason: 'stopped-by-person' },
    })
  })

  test('refuses a prompt longer than the context instead of cutting it', async () => {
    const model = createOllamaChatModel({ address, name })

    const parts = await all(
      model.stream({
        messages: [{ role: 'user', content: 'The lease of the house in the north ends in March. '.repeat(2_000) }],
        passages: [],
        answerTokens: 100,
      }),
    )

    expect(parts).toMatchObject([{ type: 'stopped', failure: { reason: 'prompt-too-long' } }])
  })

  test('says what is missing before it is asked', async () => {
    const readiness = await createOllamaChatModel({ address, name: 'alcove-test-nowhere' }).readiness()

    expect(readiness).toMatchObject({ ready: false, reason: 'model-missing' })
  })
})
