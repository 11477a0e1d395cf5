import { randomUUID } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import type { AskEvent } from '#contract/chat.contract'
import { createFakeChatModel } from '#models/chat/fake.chat-model'
import { createOllamaChatModel } from '#models/chat/ollama.chat-model'
import { createQuotesChatModel } from '#models/chat/quotes.chat-model'
import type { Script } from '../ollama/script.ts'
import { type OllamaTestServerOptions, startOllamaTestServer } from '../ollama/test-server.ts'
import { all, ending, setupChat } from './chat-setup.ts'
import { lease, passage } from './chat-setup-passages.ts'

const question = 'When does the lease end?'
const wholeText = 'The lease ends on 31 March 2027 [1]. Notice must be given three months before, in writing [2].'

test('an answer of Ollama streams after its passages and ends with citations that name the sentence', async () => {
  const { chat, ask, used } = await setupOllama({})

  const events = await ask({ question })
  const { answer, type } = ending(events)

  expect({
    order: events.map((event) => event.type).filter((kind, index, kinds) => kind !== kinds[index - 1]),
    type,
    text: textOf(events),
    citations: answer.citations.map(({ n, quote, support, marks }) => ({
      n,
      quote,
      support,
      marked: marks.length > 3,
    })),
    given: answer.given,
    model: answer.model,
    used,
    kept: chat.conversation(conversationOf(events)),
  }).toMatchObject({
    order: ['started', 'passages', 'token', 'done'],
    type: 'done',
    text: wholeText,
    citations: [
      { n: 1, quote: 'The lease ends on 31 March 2027.', support: 'good', marked: true },
      { n: 2, quote: 'Notice must be given three months before, in writing.', support: 'good', marked: true },
    ],
    given: { passages: 3, documents: 3, searched: 12 },
    model: 'scripted-chat',
    used: ['scripted-chat'],
    kept: { ok: true, value: { title: 'When does the lease end', turns: [{ question, answer }] } },
  })
})

test.each([
  ['socket-destroyed', 'connection-lost'],
  ['truncated-line', 'connection-lost'],
  ['early-end', 'connection-lost'],
  ['error-line', 'model-crashed'],
  ['server-killed', 'connection-lost'],
  ['hang', 'silent-too-long'],
] as const)('an answer whose server ends in %s keeps its words and citations', async (end, reason) => {
  const { ask, store } = await setupOllama({ ending: end, after: 9 })

  const events = await ask({ question })
  const { answer, type } = ending(events)

  expect({ type, answer, kept: store.answer(answer.id)?.answer }).toMatchObject({
    type: 'interrupted',
    answer: {
      state: 'interrupted',
      text: 'The lease ends on 31 March 2027 [1]. Notice',
      failure: { reason },
      citations: [{ n: 1, quote: 'The lease ends on 31 March 2027.' }],
    },
    kept: answer,
  })
})

test('a prompt longer than the server takes is asked again with fewer passages', async () => {
  const many = Array.from({ length: 8 }, (_, index) => passage(index + 1, 'The lease ends in March. '.repeat(60)))
  const { ask, server } = await setupOllama({}, { server: { tokensPerCharacter: 0.8 }, passages: many })

  const { answer } = ending(await ask({ question }))

  expect({ text: answer.text, fewer: answer.given.passages < 8, tries: server.chats.length > 1 }).toEqual({
    text: wholeText,
    fewer: true,
    tries: true,
  })
})

test('without a model the best sentences answer, quoted word for word', async () => {
  const { ask } = await setupChat({ model: createQuotesChatModel() })

  const { answer } = ending(await ask({ question: 'When does the lease end, and when is notice due?' }))

  expect(answer).toMatchObject({
    mode: 'quotes',
    model: null,
    state: 'done',
    text: expect.stringMatching(/^“The lease ends on 31 March 2027.” \[1\]/),
    citations: expect.arrayContaining([expect.objectContaining({ n: 1, quote: 'The lease ends on 31 March 2027.' })]),
  })
})

test('when no passage is relevant the answer says so, names the nearest, and asks no model', async () => {
  const model = createFakeChatModel({ parts: ['Invented.'] })
  const { ask } = await setupChat({ model, passages: [{ ...lease, relevant: false }] })

  const events = await ask({ question: 'Who won in 1954?' })
  const { answer } = ending(events)

  expect({
    answer,
    asked: model.requests.length,
    passages: events.find(({ type }) => type === 'passages'),
  }).toMatchObject({
    answer: {
      mode: 'nothing',
      model: null,
      citations: [],
      nearest: { id: 'p1' },
      text: expect.stringMatching(/^Nothing in the 12 documents/),
    },
    asked: 0,
    passages: { passages: [], searched: 12, mode: 'nothing' },
  })
})

test('an answer goes on when nobody listens, and can be followed from its beginning', async () => {
  const { chat, server } = await setupOllama({ delay: 15 })
  const asked = await chat.ask({ question })
  if (!asked.ok) throw new Error(asked.failure.message)
  const first = await asked.value.next()
  await asked.value.return(undefined)

  const followed = chat.follow(first.value.answerId)
  const events = followed.ok ? await all(followed.value) : []
  const again = chat.follow(first.value.answerId)

  expect({
    text: textOf(events),
    types: [events[0]?.type, events.at(-1)?.type],
    again: again.ok ? (await all(again.value)).map(({ type }) => type) : [],
    requests: server.chats.length,
  }).toEqual({ text: wholeText, types: ['started', 'done'], again: ['done'], requests: 1 })
})

test('stop keeps what was written, frees the model at once, and ends every follower', async () => {
  const { chat, server, store } = await setupOllama({ text: 'word '.repeat(5_000), delay: 2 })
  const asked = await chat.ask({ question })
  if (!asked.ok) throw new Error(asked.failure.message)
  let answerId = ''
  let stoppedAt = 0
  const events: AskEvent[] = []

  for await (const event of asked.value) {
    events.push(event)
    if (event.type === 'started') answerId = event.answerId
    if (event.type === 'token' && stoppedAt === 0) {
      stoppedAt = performance.now()
      await chat.stop(answerId)
    }
  }
  const freedAfter = await server.idle(stoppedAt)

  expect(store.answer(answerId)?.answer).toMatchObject({
    state: 'interrupted',
    text: expect.stringMatching(/^word /),
    failure: { reason: 'stopped-by-person' },
  })
  expect(textOf(events)).toBe(ending(events).answer.text)
  // On a quiet machine a few milliseconds; the server would go on writing for seconds.
  expect(freedAfter).toBeLessThan(1_500)
  expect(await chat.stop(answerId)).toEqual({ stopped: false })
})

test('closing the app keeps an unfinished answer as ended with it', async () => {
  const { chat, store } = await setupOllama({ text: 'word '.repeat(5_000), delay: 2 })
  const asked = await chat.ask({ question })
  if (!asked.ok) throw new Error(asked.failure.message)
  let answerId = ''
  for await (const event of asked.value) {
    if (event.type === 'started') answerId = event.answerId
    if (event.type === 'token') break
  }

  await chat.close()

  expect(store.answer(answerId)?.answer).toMatchObject({
    state: 'interrupted',
    text: expect.stringMatching(/^word /),
    failure: { reason: 'app-ended' },
  })
})

test('tokens come as whole words, not more often than every 30 ms', async () => {
  const { ask } = await setupOllama({
    text: 'Notice must be given three months before, in writing. '.repeat(20),
    delay: 1,
  })

  const events = await ask({ question })
  const tokens = events.flatMap((event) => (event.type === 'token' ? event.text : []))
  const { answer } = ending(events)
  const seconds = ((answer.timings.total ?? 0) - (answer.timings.retrieval ?? 0)) / 1_000

  expect(tokens.slice(0, -1).every((text) => /\s$/.test(text))).toBe(true)
  expect(tokens.join('')).toBe(answer.text)
  expect(tokens.length).toBeLessThanOrEqual(Math.ceil((seconds * 1_000) / 30) + 2)
})

test('only the search stands between a question and its model', async () => {
  const before: number[] = []
  const model = createFakeChatModel({
    async *parts() {
      before.push(claims.length)
      yield { type: 'token', text: 'In March [1].' }
      yield { type: 'finished', promptTokens: null, answerTokens: null }
    },
  })
  const { ask, claims } = await setupChat({ model })

  const { answer } = ending(await ask({ question }))

  expect({ before, claims, timings: answer.timings }).toEqual({
    before: [0],
    claims: ['In March.'],
    timings: { retrieval: expect.any(Number), firstToken: expect.any(Number), total: expect.any(Number) },
  })
})

test('a question that leans on the one before is searched with it, and the model is told what was said', async () => {
  const model = createFakeChatModel({ parts: ['It ends in March [1].'] })
  const { ask, searches } = await setupChat({ model })
  const conversationId = conversationOf(await ask({ question }))

  await ask({ conversationId, question: 'And who signed it?' })
  await ask({ conversationId, question: 'What colour does the kitchen floor have?' })

  expect(searches.map(({ query }) => query)).toEqual([
    question,
    `And who signed it? ${question}`,
    'What colour does the kitchen floor have?',
  ])
  expect(model.requests[1]?.messages.slice(1, 3)).toEqual([
    model.requests[0]?.messages[1],
    { role: 'assistant', content: 'It ends in March [1].' },
  ])
})

test('a model that is not ready, or a conversation that is gone, is said before anything is kept', async () => {
  const model = createFakeChatModel({ readiness: { ready: false, reason: 'not-running', message: 'refused' } })
  const { chat, kept } = await setupChat({ model })

  const answers = [await chat.ask({ question }), await chat.ask({ question, conversationId: randomUUID() })]

  expect({ answers, kept: kept.list({ limit: 10 }) }).toMatchObject({
    answers: [
      { ok: false, failure: { code: 'MODEL_NOT_READY', model: 'fake', reason: 'not-running' } },
      { ok: false, failure: { code: 'CONVERSATION_NOT_FOUND' } },
    ],
    kept: [],
  })
})

test('conversations are renamed, removed and brought back', async () => {
  const { chat, kept, ask } = await setupChat({ model: createFakeChatModel({ parts: ['Yes [1].'] }) })
  const id = conversationOf(await ask({ question }))

  const renamed = kept.change(id, { title: 'Lease' })
  const removed = kept.remove(id)
  const gone = chat.conversation(id)
  const restored = kept.restore(id)

  expect({ renamed, removed, gone, restored, listed: kept.list({ limit: 10 }) }).toMatchObject({
    renamed: { ok: true, value: { title: 'Lease' } },
    removed: { ok: true },
    gone: { ok: false, failure: { code: 'CONVERSATION_NOT_FOUND' } },
    restored: { ok: true, value: { id } },
    listed: [{ id, title: 'Lease' }],
  })
})

async function setupOllama(
  script: Script,
  more: {
    readonly server?: OllamaTestServerOptions
    readonly passages?: Parameters<typeof setupChat>[0]['passages']
  } = {},
) {
  const server = await startOllamaTestServer({ script, ...more.server })
  onTestFinished(server.close)
  const model = createOllamaChatModel({
    address: server.address,
    name: 'scripted-chat',
    limits: { silence: 600, retries: [10] },
  })
  return { server, ...(await setupChat({ model, passages: more.passages })) }
}

function textOf(events: readonly AskEvent[]): string {
  return events.flatMap((event) => (event.type === 'token' ? event.text : [])).join('')
}

function conversationOf([started]: readonly AskEvent[]): string {
  return started?.type === 'started' ? started.conversation.id : ''
}
