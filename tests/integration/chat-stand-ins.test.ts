import { createRouterClient, ORPCError } from '@orpc/server'
import { expect, test } from 'vitest'
import type { ModelStopped } from '#contract/chat.contract'
import { stoodInSentence } from '#contract/chat.sentences'
import type { ChatPart } from '#models/chat/chat-model'
import { createFakeChatModel } from '#models/chat/fake.chat-model'
import { createQuotesChatModel } from '#models/chat/quotes.chat-model'
import { createScheduler } from '#models/chat/scheduler'
import { createChatRouter } from '../../main/chat/chat.router.ts'
import { ending, setupChat } from './chat-setup.ts'

const question = 'When does the lease end?'
const away = { ready: false, reason: 'not-running', message: 'Nobody there' } as const
const broken: ChatPart = stopped('model-crashed')

test('where the model is not ready the next that is answers, and the answer says so for good', async () => {
  const model = createFakeChatModel({ name: 'large', readiness: away })
  const gone = createFakeChatModel({ name: 'gone', readiness: { ...away, reason: 'model-missing' } })
  const small = createFakeChatModel({ name: 'small', parts: ['In March [1].'] })
  const { ask, used, store } = await setupChat({ model, standIns: [gone, small] })

  const events = await ask({ question })
  const { answer } = ending(events)

  expect({
    passages: events.find(({ type }) => type === 'passages'),
    answer,
    kept: store.answer(answer.id)?.answer.standsInFor,
    sentence: stoodInSentence({ model: 'large', reason: 'not-running' }, 'small'),
    used,
  }).toMatchObject({
    passages: { model: 'small', standsInFor: { model: 'large', reason: 'not-running' } },
    answer: { text: 'In March [1].', model: 'small', standsInFor: { model: 'large', reason: 'not-running' } },
    kept: { model: 'large', reason: 'not-running' },
    sentence: 'large was not running; small answered.',
    // What stood in once is not what answers from now on.
    used: [],
  })
})

test('a model that breaks before its first word is followed by the next, with the same passages', async () => {
  const model = createFakeChatModel({ name: 'large', parts: [broken] })
  const second = createFakeChatModel({ name: 'second', parts: [stopped('out-of-memory')] })
  const third = createFakeChatModel({ name: 'third', parts: ['In March [1].'], local: false })
  const { ask, searches } = await setupChat({ model, standIns: [second, third] })

  const events = await ask({ question })

  expect({
    steps: events.flatMap((event) =>
      event.type === 'stood-in' ? [[event.model, event.local, event.standsInFor]] : [],
    ),
    answer: ending(events).answer,
    searches: searches.length,
    asked: [model, second, third].map(({ requests }) => requests.length),
    same: third.requests[0]?.passages.length === model.requests[0]?.passages.length,
  }).toMatchObject({
    steps: [
      ['second', true, { model: 'large', reason: 'model-crashed' }],
      ['third', false, { model: 'large', reason: 'out-of-memory' }],
    ],
    answer: { state: 'done', text: 'In March [1].', model: 'third', local: false, failure: null },
    searches: 1,
    asked: [1, 1, 1],
    same: true,
  })
})

test('quotes can be what goes on, and say that no model wrote them', async () => {
  const model = createFakeChatModel({ name: 'large', parts: [broken] })
  const { ask } = await setupChat({ model, standIns: [createQuotesChatModel()] })

  const { answer } = ending(await ask({ question }))

  expect(answer).toMatchObject({ mode: 'quotes', model: null, state: 'done', standsInFor: { model: 'large' } })
  expect(answer.citations.length).toBeGreaterThan(0)
})

test('words that were written stay those of their model: nobody goes on after the first', async () => {
  const model = createFakeChatModel({ name: 'large', parts: ['In ', broken] })
  const small = createFakeChatModel({ name: 'small', parts: ['In March [1].'] })
  const { ask } = await setupChat({ model, standIns: [small] })

  const { answer } = ending(await ask({ question }))

  expect([answer.state, answer.text, answer.model, small.requests.length]).toEqual(['interrupted', 'In ', 'large', 0])
})

test.each(['stopped-by-person', 'prompt-too-long'] as const)('nobody stands in for what is %s', async (reason) => {
  const model = createFakeChatModel({ name: 'large', parts: [stopped(reason)] })
  const small = createFakeChatModel({ name: 'small', parts: ['In March [1].'] })
  const { ask } = await setupChat({ model, standIns: [small] })

  const { answer } = ending(await ask({ question }))

  expect([answer.failure?.reason, small.requests.length]).toEqual([reason, 0])
})

test('a model that was named for one question is not exchanged: what is ready is offered', async () => {
  const named = createFakeChatModel({ name: 'named', readiness: away })
  const breaking = createFakeChatModel({ name: 'breaking', parts: [broken] })
  const small = createFakeChatModel({ name: 'small', parts: ['In March [1].'] })
  const { chat, kept, assistants, attachments, ask } = await setupChat({
    model: small,
    models: [named, breaking],
    standIns: [small],
  })
  const client = createRouterClient(createChatRouter(chat, kept, { assistants, attachments }))

  const error = await client.ask({ question, model: { runtime: 'ollama', name: 'named' } }).then(
    () => null,
    (cause: unknown) => cause,
  )
  const { answer } = ending(await ask({ question, model: { runtime: 'ollama', name: 'breaking' } }))

  expect(error instanceof ORPCError && error.data).toEqual({
    model: 'named',
    reason: 'not-running',
    instead: { runtime: 'ollama', name: 'small' },
  })
  expect([answer.state, answer.model, small.requests.length]).toEqual(['interrupted', 'breaking', 0])
})

test('who waits for consent is asked about, not passed over', async () => {
  const model = createFakeChatModel({
    name: 'large',
    server: 'p1',
    local: false,
    sentTo: 'models.example',
    readiness: { ready: false, reason: 'not-allowed', message: '' },
  })
  const small = createFakeChatModel({ name: 'small', parts: ['In March [1].'] })
  const { chat } = await setupChat({ model, standIns: [small] })

  const answer = await chat.ask({ question })

  expect(answer).toMatchObject({
    ok: false,
    failure: { reason: 'not-allowed', asks: { server: 'p1', host: 'models.example' }, instead: { name: 'small' } },
  })
})

test('a server that kept failing and is left alone is stood in for, and asked again later', async () => {
  let now = 0
  const scheduler = createScheduler({ failures: 1, rest: 1_000, clock: () => now })
  const parts: (string | ChatPart)[][] = [[broken], ['Large.']]
  const model = createFakeChatModel({ name: 'large', server: 'p1', parts: () => play(parts.shift() ?? []) })
  const small = createFakeChatModel({ name: 'small', parts: ['Small.'] })
  const { ask } = await setupChat({ model, standIns: [small], scheduler })

  const texts = [ending(await ask({ question })).answer.text, ending(await ask({ question })).answer.text]
  now = 1_001
  texts.push(ending(await ask({ question })).answer.text)

  expect([texts, model.requests.length]).toEqual([['Small.', 'Small.', 'Large.'], 2])
})

test('what nobody waits for is done by the model for it, but nothing that stayed here is sent elsewhere for that', async () => {
  const model = createFakeChatModel({ name: 'large', parts: ['A word.'], contextLength: 1_200 })
  const small = createFakeChatModel({ name: 'small', parts: ['In short.'] })
  const elsewhere = createFakeChatModel({ name: 'elsewhere', local: false, parts: ['In short.'] })
  const summedBy = async (background: typeof small) => {
    const { ask, chat } = await setupChat({ model, background })
    let conversationId: string | undefined
    for (let turn = 0; turn < 8; turn += 1) {
      const events = await ask({
        question: `${question} ${'And why? '.repeat(40)}`,
        ...(conversationId ? { conversationId } : {}),
      })
      for (const event of events) if (event.type === 'started') conversationId = event.conversation.id
      await chat.summed()
    }
    return background.requests.length > 0
  }

  expect([await summedBy(small), await summedBy(elsewhere)]).toEqual([true, false])
})

function stopped(reason: ModelStopped['reason']): ChatPart {
  return { type: 'stopped', failure: { code: 'MODEL_STOPPED', reason, message: reason } }
}

async function* play(parts: readonly (string | ChatPart)[]): AsyncGenerator<ChatPart> {
  for (const part of parts) yield typeof part === 'string' ? { type: 'token', text: part } : part
}
