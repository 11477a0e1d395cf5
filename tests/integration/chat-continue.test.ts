import { fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import type { AskEvent } from '#contract/chat.contract'
import { migrateDatabase, openDatabase } from '#database/database'
import { createFakeChatModel } from '#models/chat/fake.chat-model'
import { createOllamaChatModel } from '#models/chat/ollama.chat-model'
import { createQuotesChatModel } from '#models/chat/quotes.chat-model'
import { startOllamaTestServer } from '../ollama/test-server.ts'
import { ending, setupChat, temporaryFolder } from './chat-setup.ts'
import { lease, notice } from './chat-setup-passages.ts'

const question = 'When does the lease end?'
const whole = 'Notice must be given in writing [2]. The lease ends on 31 March 2027 [1], and the garden is shared [3].'
const rest = ' 31 March 2027 [2], and the garden is shared [3].'

test('an answer that broke off is gone on with in its place, with citations over the whole', async () => {
  const { server, chat, ask, broken, conversationId } = await brokenAnswer()
  server.next({ text: rest })

  const events = await ask({ conversationId, question, continues: broken.id })
  const { answer } = ending(events)
  const kept = chat.conversation(conversationId)

  expect({
    broken: { text: broken.text, cited: broken.citations.map(({ passage }) => passage.id) },
    types: events.map(({ type }) => type).filter((type, index, types) => type !== types[index - 1]),
    started: events[0],
    tokens: textOf(events),
    prompt: server.chats[1]?.messages.slice(-2),
    given: server.chats[1]?.messages.at(-3)?.content.match(/passage number="\d" document="Paper \d"/g),
    answer,
    turns: kept.ok ? kept.value.turns : [],
  }).toMatchObject({
    broken: { text: 'Notice must be given in writing [1]. The lease ends on', cited: ['p2'] },
    types: ['started', 'passages', 'token', 'done'],
    started: { answerId: broken.id, kept: broken.text },
    tokens: rest,
    prompt: [
      { role: 'assistant', content: broken.text },
      { role: 'user', content: expect.stringContaining('exactly where it broke off') },
    ],
    given: ['passage number="1" document="Paper 2"', 'passage number="2" document="Paper 1"', expect.anything()],
    answer: {
      id: broken.id,
      state: 'done',
      failure: null,
      text: broken.text + rest,
      citations: [{ passage: { id: 'p2' } }, { passage: { id: 'p1' } }, { passage: { id: 'p3' } }],
    },
    turns: [{ question, answer: { id: broken.id } }],
  })
})

test('an answer that breaks off again keeps everything and can be gone on with once more', async () => {
  const { server, ask, broken, conversationId } = await brokenAnswer()
  server.next({ text: rest, ending: 'early-end', after: 3 }, { text: rest.slice(' 31 March 2027'.length) })

  const second = ending(await ask({ conversationId, question, continues: broken.id }))
  const third = ending(await ask({ conversationId, question, continues: broken.id }))

  expect({
    second: second.answer,
    third: { text: third.answer.text, citations: third.answer.citations.length },
  }).toMatchObject({
    second: {
      state: 'interrupted',
      text: `${broken.text} 31 March 2027`,
      failure: { reason: 'connection-lost' },
      citations: [{ n: 1, quote: 'Notice must be given three months before, in writing.' }],
    },
    third: { text: broken.text + rest, citations: 3 },
  })
})

test('a model server that went away leaves the words and citations of a broken answer as they were', async () => {
  const { server, ask, broken, conversationId } = await brokenAnswer()
  await server.close()

  const { answer } = ending(await ask({ conversationId, question, continues: broken.id }))

  expect(answer).toMatchObject({ state: 'interrupted', text: broken.text, citations: broken.citations })
})

test('quotes do not go on with the words of a model, and what is finished or unknown is not gone on with', async () => {
  const { path, ask, conversationId, broken, store } = await brokenAnswer()
  const finished = ending(await ask({ conversationId, question }))
  const { chat } = await setupChat({ model: createQuotesChatModel(), path })

  const answers = await Promise.all(
    [broken.id, finished.answer.id, randomUUID()].map((continues) => chat.ask({ conversationId, question, continues })),
  )

  expect({
    codes: answers.map((answer) => (answer.ok ? 'begun' : answer.failure.code)),
    untouched: store.answer(broken.id)?.answer,
  }).toEqual({ codes: ['MODEL_NOT_READY', 'ANSWER_NOT_FOUND', 'ANSWER_NOT_FOUND'], untouched: broken })
})

test('an answer killed while it was gone on with keeps its words and citations, and goes on after the next start', async () => {
  const path = join(temporaryFolder(), 'alcove.sqlite')
  const database = openDatabase(path)
  await migrateDatabase(database, { backupFolder: join(path, '..', 'backups') })
  database.close()
  const server = await startOllamaTestServer({})
  onTestFinished(server.close)
  server.next(
    { text: 'The lease ends on 31 March 2027 [1]. Notice', ending: 'early-end' },
    { text: ' word'.repeat(5_000), delay: 2 },
  )
  const child = fork(fileURLToPath(new URL('./chat.process.ts', import.meta.url)), [path, server.address, 'continue'])
  const { answerId, text } = await longText(child)
  child.kill('SIGKILL')
  await once(child, 'exit')
  server.next({ text: ' ends.' })
  const { kept, store, ask } = await setupChat({
    model: createOllamaChatModel({ address: server.address, name: 'scripted-chat' }),
    path,
  })
  const killed = store.answer(answerId)
  const conversationId = kept.list({ limit: 1 })[0]?.id ?? ''

  const { answer } = ending(await ask({ conversationId, question, continues: answerId }))

  expect({ killed: killed?.answer, answer }).toMatchObject({
    killed: {
      state: 'interrupted',
      text: expect.stringMatching(/^The lease ends on 31 March 2027 \[1\]\. Notice word word/),
      failure: { reason: 'app-ended' },
      citations: [{ n: 1, passage: { id: 'p1' } }],
    },
    answer: {
      state: 'done',
      text: `${killed?.answer.text} ends.`,
      citations: [{ n: 1, quote: 'The lease ends on 31 March 2027.', support: 'good' }],
    },
  })
  expect(killed?.answer.text.startsWith(text)).toBe(true)
})

test('an answer killed at its first words gets its citations at the next start', async () => {
  const path = join(temporaryFolder(), 'alcove.sqlite')
  const { store } = await setupChat({ model: createFakeChatModel({}), path })
  const begun = store.begin({ question, title: 'Lease', model: 'fake', local: true, mode: 'model' })
  store.save(begun.answer, [lease, notice])
  store.saveText(begun.answer.id, 'Notice must be given in writing [2]. The')
  const next = await setupChat({ model: createFakeChatModel({}), path })
  await next.chat.close()

  expect(store.answer(begun.answer.id)?.answer).toMatchObject({
    state: 'interrupted',
    text: 'Notice must be given in writing [1]. The',
    citations: [{ n: 1, passage: { id: 'p2' }, quote: 'Notice must be given three months before, in writing.' }],
  })
})

test('thoughts are kept with the answer', async () => {
  const model = createFakeChatModel({
    parts: [{ type: 'thinking', text: 'The lease ' }, { type: 'thinking', text: 'names a day.' }, 'In March [1].'],
  })
  const { ask, store } = await setupChat({ model })

  const { answer } = ending(await ask({ question }))

  expect({ thinking: answer.thinking, searchedBy: answer.searchedBy, kept: store.answer(answer.id)?.answer }).toEqual({
    thinking: 'The lease names a day.',
    searchedBy: 'fused',
    kept: answer,
  })
})

async function brokenAnswer() {
  const server = await startOllamaTestServer({})
  onTestFinished(server.close)
  const model = createOllamaChatModel({
    address: server.address,
    name: 'scripted-chat',
    limits: { silence: 600, retries: [10] },
  })
  const setup = await setupChat({ model })
  server.next({ text: whole, ending: 'early-end', after: 11 })
  const events = await setup.ask({ question })
  const started = events[0]
  return {
    ...setup,
    server,
    broken: ending(events).answer,
    conversationId: started?.type === 'started' ? started.conversation.id : '',
  }
}

async function longText(child: ReturnType<typeof fork>): Promise<{ answerId: string; text: string }> {
  for (;;) {
    const [kept] = await once(child, 'message')
    if (kept.text.includes('word word')) return kept
  }
}

function textOf(events: readonly AskEvent[]): string {
  return events.flatMap((event) => (event.type === 'token' ? event.text : [])).join('')
}
