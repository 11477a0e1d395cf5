import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { AskEvent } from '#contract/chat.contract'
import { createFakeChatModel } from '#models/chat/fake.chat-model'
import { createOllamaChatModel } from '#models/chat/ollama.chat-model'
import { createScheduler } from '#models/chat/scheduler'
import type { Script } from '../ollama/script.ts'
import { startOllamaTestServer } from '../ollama/test-server.ts'
import { all, setupChat } from './chat-setup.ts'

const question = 'When does the lease of the flat end?'

test('a model names a conversation after its first answer, and whoever looks is told', async () => {
  const { ask, named, chat, titleOf, server } = await setup({ text: '"End of the Lease".' })
  const told = chat.titled()
  const first = told.next()

  const id = conversationOf(await ask({ question }))
  await named()

  expect([titleOf(id), (await first).value]).toEqual(['End of the Lease', { conversationId: id }])
  // It goes on from what the model has read, and so does the next question.
  const [asked] = server.chats
  expect(server.titles[0]?.messages.slice(0, asked?.messages.length)).toEqual(asked?.messages)
  expect(server.titles[0]?.options?.num_ctx).toBe(asked?.options?.num_ctx)

  await ask({ conversationId: id, question: 'And the notice?' })
  await named()
  expect([titleOf(id), server.titles.length]).toEqual(['End of the Lease', 1])
  const shared = (asked?.messages.length ?? 0) + 1
  expect(server.chats[1]?.messages.slice(0, shared)).toEqual(server.titles[0]?.messages.slice(0, shared))
})

test('what is no title leaves the beginning of the question, and a hostile one is a line of plain text', async () => {
  const { ask, named, titleOf, server } = await setup({ text: '' })
  const titled = async (script: Script) => {
    server.title(script)
    const id = conversationOf(await ask({ question }))
    await named()
    return titleOf(id)
  }
  const own = 'When does the lease of the flat end'

  expect(await titled({ text: '' })).toBe(own)
  expect(await titled({ status: 500, body: '{"error":"no"}' })).toBe(own)
  expect(await titled({ text: 'The lease', ending: 'error-line', after: 2 })).toBe(own)
  expect(await titled({ text: 'word '.repeat(100) })).toBe(own)
  expect(
    await titled({ text: '**Title:** <img src=x onerror=alert(1)>Lease\u202e\u0007 [here](javascript:x)\nMore' }),
  ).toBe('Lease here')
})

test('a title that somebody gave, a conversation in memory, one answered by quotes, and one that is turned off stay', async () => {
  const gate = Promise.withResolvers<void>()
  let isOn = true
  const { ask, chat, kept, named, titleOf, server } = await setup(
    { text: 'By the model now', hold: { after: 1, until: gate.promise } },
    () => isOn,
  )

  const id = conversationOf(await ask({ question }))
  await vi.waitFor(() => expect(server.titles).toHaveLength(1))
  kept.change(id, { title: 'Mine' })
  gate.resolve()
  await named()
  const inMemory = conversationOf(await ask({ question, temporary: true }))
  await named()
  isOn = false
  const off = conversationOf(await ask({ question }))
  await named()

  const read = chat.conversation(inMemory)
  expect([titleOf(id), read.ok && read.value.title, titleOf(off), server.titles.length]).toEqual([
    'Mine',
    'When does the lease of the flat end',
    'When does the lease of the flat end',
    1,
  ])
})

test('no title is written while an answer is: one that begins ends the work, which is done behind it', async () => {
  const gate = Promise.withResolvers<void>()
  const never = Promise.withResolvers<void>()
  onTestFinished(() => never.resolve())
  const { ask, chat, named, titleOf, server } = await setup({
    text: 'One two',
    hold: { after: 1, until: never.promise },
  })
  const id = conversationOf(await ask({ question }))
  await vi.waitFor(() => expect(server.titles).toHaveLength(1))

  server.title({ text: 'The end of it' })
  server.next({ text: 'In March [1].', hold: { after: 1, until: gate.promise } })
  const second = await chat.ask({ conversationId: id, question: 'And then?' })
  if (!second.ok) throw new Error(second.failure.code)
  const rest = all(second.value)
  await vi.waitFor(() => expect(server.chats).toHaveLength(2))
  // The connection of the title is gone; only that of the answer is there.
  await vi.waitFor(() => expect(server.busy()).toBe(1))
  expect(server.titles).toHaveLength(1)
  gate.resolve()
  await rest
  await vi.waitFor(() => expect(titleOf(id)).toBe('The end of it'))
  await named()
  expect(server.titles).toHaveLength(2)
})

test('what was answered here is not sent elsewhere for a title', async () => {
  const elsewhere = createFakeChatModel({ name: 'far', local: false, server: 'far', parts: ['A title'] })
  const here = createFakeChatModel({ parts: ['In March [1].'] })
  const { ask, chat } = await setupChat({ model: here, background: elsewhere, modelTitles: true })

  await ask({ question })
  await chat.named()

  expect([elsewhere.requests.length, here.requests.length]).toEqual([0, 2])
})

test('the same is not asked twice, and what is kept of it goes with its conversation to the last byte', async () => {
  const { ask, kept, named, titleOf, server, responses, database, path } = await setup({ text: 'Bordighera' })
  const one = conversationOf(await ask({ question }))
  await named()
  const other = conversationOf(await ask({ question }))
  await named()

  expect([titleOf(other), server.titles.length]).toEqual(['Bordighera', 1])
  expect(responses.figures()).toEqual({ responses: 1, bytes: 10, used: 1 })

  for (const id of [one, other]) kept.remove(id)
  await kept.emptyBin()
  expect(responses.figures().responses).toBe(0)
  database.sqlite.pragma('wal_checkpoint(TRUNCATE)')
  const left = readdirSync(dirname(path)).filter((file) =>
    file.startsWith('alcove.sqlite') ? readFileSync(join(dirname(path), file)).includes('Bordighera') : false,
  )
  expect(left).toEqual([])
})

test('a model that waits for its turn already waits once', async () => {
  const scheduler = createScheduler({ atOnce: 1 })
  const model = createFakeChatModel({ parts: ['A'] })
  const once = scheduler.inTurn(model, { priority: 'chat', owner: 'c' })
  const twice = scheduler.inTurn(once, { priority: 'background', owner: 'c' })

  const parts = await all(twice.stream({ messages: [], passages: [], answerTokens: 1 }))

  expect(parts.map(({ type }) => type)).toEqual(['token', 'finished'])
})

async function setup(title: Script, modelTitles: boolean | (() => boolean) = true) {
  const server = await startOllamaTestServer({ script: { text: 'In March [1].' } })
  onTestFinished(server.close)
  server.title(title)
  const model = createOllamaChatModel({ address: server.address, name: 'scripted-chat', limits: { retries: [] } })
  const setUp = await setupChat({ model, modelTitles })
  const { chat, store } = setUp
  return { ...setUp, server, named: chat.named, titleOf: (id: string) => store.find(id)?.title }
}

function conversationOf(events: readonly AskEvent[]): string {
  const [first] = events
  return first?.type === 'started' ? first.conversation.id : ''
}
