import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { AskEvent } from '#contract/chat.contract'
import type { ChatModel, ChatRequest } from '#models/chat/chat-model'
import { createOllamaChatModel } from '#models/chat/ollama.chat-model'
import { createOllamaMemory } from '#models/chat/ollama.memory'
import { createOllamaServer } from '#models/chat/ollama.server'
import { ollamaAddress } from '../../main/models/ollama-address.ts'
import { untilGone } from '../../main/models/until-gone.ts'
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

  test('says what is in memory, loads for the time that is said, and lets go', async () => {
    const server = createOllamaServer({ address })
    const memory = createOllamaMemory({ address })
    const kept = async () => (await server.running()).find((model) => model.name === `${name}:latest`)
    const toLoad = { name, embeds: false, context: 2_048 }
    const inMemory = async () => ({ known: true, models: [...(await server.running())] })

    await memory.load({ ...toLoad, keepAlive: 1_800 })
    const loaded = await kept()
    await memory.load({ ...toLoad, keepAlive: -1 })
    const staying = await kept()
    await memory.unload(name)
    const { models } = await untilGone(name, inMemory, undefined)
    const shown = await server.card(name)

    expect({
      loaded,
      minutes: Math.round((Number(loaded?.until) - Date.now()) / 60_000),
      staying: staying?.until,
      after: models.map((model) => model.name).includes(`${name}:latest`),
      shown,
    }).toMatchObject({
      loaded: { bytes: expect.any(Number), graphicsBytes: expect.any(Number), until: expect.any(Number) },
      minutes: 30,
      staying: 'server-ends',
      after: false,
      shown: { architecture: 'llama', format: 'gguf', template: expect.any(String), system: null, license: null },
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

  test('reads only what is new of the second and third turn', async ({ skip }) => {
    const chat = createOllamaChatModel({ address, name })
    const { asked, ask } = await recordingChat(chat)
    const conversationId = conversationOf(await ask({ question }))
    await ask({ conversationId, question: 'And when must notice be given?' })
    await ask({ conversationId, question: 'And who shares the garden?' })

    const counts = []
    for (const { messages } of asked) counts.push(await countsOf(messages))
    // Versions that do not say it show it in how long they take only.
    if (counts.some(({ cached }) => cached === null)) skip('This Ollama does not say what it had in its cache.')
    const [first, second, third] = counts
    expect(second?.cached).toBeGreaterThanOrEqual((first?.prompt ?? 0) - 2)
    expect(third?.cached).toBeGreaterThanOrEqual((second?.prompt ?? 0) - 2)
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

const Counts = z.object({ prompt_eval_count: z.number(), prompt_eval_cached_count: z.number().nullish() })

/** What the server says it read of a prompt, and what it had of it. */
async function countsOf(messages: ChatRequest['messages']) {
  const body = { model: name, messages, stream: false, options: { num_ctx: 8_192, num_predict: 200 } }
  const answer = await fetch(`${address}/api/chat`, { method: 'POST', body: JSON.stringify(body) })
  const { prompt_eval_count, prompt_eval_cached_count } = Counts.parse(await answer.json())
  process.stdout.write(`prompt of ${prompt_eval_count} tokens, ${prompt_eval_cached_count ?? 'unknown'} cached\n`)
  return { prompt: prompt_eval_count, cached: prompt_eval_cached_count ?? null }
}

async function recordingChat(model: ChatModel) {
  const asked: ChatRequest[] = []
  const stream: ChatModel['stream'] = (request, signal) => {
    asked.push(request)
    return model.stream(request, signal)
  }
  const { ask } = await setupChat({ model: { ...model, stream } })
  return { asked, ask }
}

function conversationOf([first]: readonly AskEvent[]): string {
  return first?.type === 'started' ? first.conversation.id : ''
}
