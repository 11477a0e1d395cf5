import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { expect, onTestFinished, test, vi } from 'vitest'
import { migrateDatabase, openDatabase } from '#database/database'
import { createOllamaChatModel } from '#models/chat/ollama.chat-model'
import { createCompatibleChatModel } from '#models/chat/openai-compatible.chat-model'
import { createModelRequestStore, type ModelRequestStore } from '../../main/models/model-request.store.ts'
import { openModelRequests } from '../../main/models/model-requests.ts'
import type { Script } from '../ollama/script.ts'
import { startOllamaTestServer } from '../ollama/test-server.ts'
import { ending, setupChat, temporaryFolder } from './chat-setup.ts'

const day = 86_400_000

test('a request is kept with what the server says of it, and nothing of what was asked or answered', async () => {
  const { ask, rows, database } = await setup({ text: 'It ends in Ventimiglia [1].' })

  const { context } = ending(await ask({ question: 'Where is Bordighera?' })).answer

  const [request, ...others] = await rows(1)
  expect({ ...request, others }).toMatchObject({
    server: 'ollama',
    model: 'scripted-chat',
    local: true,
    use: 'chat',
    work: 'answer',
    promptTokens: context?.promptTokens,
    answerTokens: 5,
    loadMs: 282,
    promptMs: 29,
    answerMs: 537,
    outcome: 'done',
    reason: null,
    others: [],
  })
  expect(request?.firstWordMs).toBeLessThanOrEqual(request?.totalMs ?? 0)
  const everything = JSON.stringify(database.sqlite.prepare('SELECT * FROM model_requests').all())
  expect(everything).not.toMatch(/Ventimiglia|Bordighera/)
})

test('what a server does not report stays unknown', async () => {
  const usageless = 'data: {"choices":[{"index":0,"delta":{"content":"In March [1]."},"finish_reason":"stop"}]}\n\n'
  const { ask, rows, client } = await setup({
    status: 200,
    body: `${usageless}data: [DONE]\n\n`,
    contentType: 'text/event-stream',
    compatible: true,
  })

  expect(ending(await ask({ question: 'When?' })).answer.text).toBe('In March [1].')

  expect((await rows(1))[0]).toMatchObject({ promptTokens: null, answerTokens: null, loadMs: null, outcome: 'done' })
  const { models } = await client.figures({ days: 1 })
  expect(models).toMatchObject([{ requests: 1, promptTokens: null, answerTokens: null, tokensPerSecond: null }])
})

test('what another server counts is kept as it counts it', async () => {
  const { ask, rows } = await setup({ text: 'In March [1].', compatible: true })

  const { context } = ending(await ask({ question: 'When?' })).answer

  expect(context?.promptTokens).toBeGreaterThan(0)
  expect((await rows(1))[0]).toMatchObject({
    server: 'lm',
    promptTokens: context?.promptTokens,
    answerTokens: 3,
    answerMs: null,
  })
})

test('one that was stopped and one that broke off say so, with the reason', async () => {
  const held = Promise.withResolvers<void>()
  onTestFinished(() => held.resolve())
  const { ask, chat, server, rows } = await setup({ text: 'In March [1].' })

  server.next({ text: 'One two three', ending: 'error-line', after: 2 })
  await ask({ question: 'Breaks' })
  server.next({ text: 'One two three four', hold: { after: 3, until: held.promise } })
  const asked = await chat.ask({ question: 'Stopped' })
  if (!asked.ok) throw new Error(asked.failure.code)
  let answerId = ''
  for await (const event of asked.value) {
    if (event.type === 'started') answerId = event.answerId
    if (event.type === 'token') void chat.stop(answerId)
  }

  expect((await rows(2)).map(({ outcome, reason }) => [outcome, reason])).toEqual([
    ['stopped', null],
    ['failed', 'model-crashed'],
  ])
})

test('a small window is told from conversations, and waiting for a turn is told apart', async () => {
  const gate = Promise.withResolvers<void>()
  const { ask, server, rows } = await setup({ text: 'In March [1].', hold: { after: 1, until: gate.promise } })
  const busy = [ask({ question: 'One' }), ask({ question: 'Two' })]
  while (server.chats.length < 2) await server.nextChat()

  const third = ask({ question: 'Three', quick: true })
  await vi.waitFor(() => expect(server.chats.length).toBe(2))
  gate.resolve()
  await Promise.all([...busy, third])

  const all = await rows(3)
  expect(all.filter(({ use }) => use === 'quick')).toHaveLength(1)
  expect(server.chats).toHaveLength(3)
})

test('an answer is whole although its figures cannot be kept; that is reported once', async () => {
  const reported: unknown[] = []
  const full = () => {
    throw new Error('database or disk is full')
  }
  const { ask } = await setup({ text: 'In March [1].', add: full, report: (error) => void reported.push(error) })

  const events = await ask({ question: 'When?' })

  expect(ending(events).type).toBe('done')
  await vi.waitFor(() => expect(reported).toHaveLength(1))
})

test('figures are those of the time that is asked for, and the oldest rows go', async () => {
  const { store, client } = await setup({}, { most: 100 })
  const now = Date.now()
  for (let n = 1; n <= 100; n += 1) store.add(row({ at: now - 2 * day, firstWordMs: n * 10, answerMs: 500 }))
  store.add(row({ at: now, outcome: 'failed', reason: 'garbled', firstWordMs: null, answerTokens: null }))

  const week = (await client.figures({ days: 7 })).models
  const today = (await client.figures({ days: 1 })).models
  expect({ week, today }).toEqual({
    // The first of 101 rows is gone: 20 to 1,000 are left.
    week: [
      {
        server: 'ollama',
        model: 'm',
        local: true,
        requests: 100,
        failed: 1,
        firstWordMs: { median: 510, p95: 960 },
        tokensPerSecond: 20,
        promptTokens: 10_000,
        answerTokens: 990,
      },
    ],
    today: [expect.objectContaining({ requests: 1, failed: 1, firstWordMs: null, tokensPerSecond: null })],
  })
  expect(store.deleteBefore(now - day, 50)).toBe(50)
  expect([(await client.forget()).forgotten, await client.list({})]).toEqual([50, []])
})

function row(other: Partial<Parameters<ModelRequestStore['add']>[0]>): Parameters<ModelRequestStore['add']>[0] {
  return {
    at: 0,
    server: 'ollama',
    model: 'm',
    local: true,
    use: 'chat',
    work: 'answer',
    waitedMs: 0,
    firstWordMs: 10,
    totalMs: 2_000,
    promptTokens: 100,
    answerTokens: 10,
    loadMs: null,
    promptMs: null,
    answerMs: null,
    outcome: 'done',
    reason: null,
    ...other,
  }
}

async function setup(
  {
    compatible = false,
    add,
    report = (error) => {
      throw error
    },
    ...script
  }: Script & {
    readonly compatible?: boolean
    readonly add?: ModelRequestStore['add']
    readonly report?: (error: unknown) => void
  },
  options: { readonly most?: number } = {},
) {
  const server = await startOllamaTestServer({ script })
  const folder = temporaryFolder()
  const database = openDatabase(join(folder, 'requests.sqlite'))
  await migrateDatabase(database, { backupFolder: join(folder, 'backups') })
  onTestFinished(async () => {
    await server.close()
    database.close()
  })
  const store = createModelRequestStore(database, options)
  const { scheduler, router } = openModelRequests(
    { ...store, ...(add ? { add } : {}) },
    { stored: () => ({ responses: 0, bytes: 0, used: 0 }), report },
  )
  const model = compatible
    ? createCompatibleChatModel({ address: `${server.address}/v1`, key: null, name: 'scripted-chat', server: 'lm' })
    : createOllamaChatModel({ address: server.address, name: 'scripted-chat' })
  const { chat, ask } = await setupChat({ model, scheduler })
  const client = createRouterClient(router)
  return { chat, ask, server, store, database, client, rows }

  /** The rows, once there are so many. */
  async function rows(count: number) {
    await vi.waitFor(() => expect(store.list({ limit: 100 })).toHaveLength(count))
    return store.list({ limit: 100 })
  }
}
