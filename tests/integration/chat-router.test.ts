import { randomUUID } from 'node:crypto'
import { createRouterClient, ORPCError } from '@orpc/server'
import { expect, test } from 'vitest'
import { createFakeChatModel } from '#models/chat/fake.chat-model'
import { createChatRouter } from '../../main/chat/chat.router.ts'
import { all, ending, setupChat } from './chat-setup.ts'

const question = 'When does the lease end?'

test('a question asked over the contract streams to its end and stands in its conversation', async () => {
  const { client } = await setup({ parts: ['In March ', '[1].'] })

  const events = await all(await client.ask({ question }))
  const { answer } = ending(events)
  const [conversation] = await client.conversations({})
  const { turns } = await client.conversation({ conversationId: conversation?.id ?? '' })

  expect({ types: events.map(({ type }) => type), turns }).toEqual({
    types: expect.arrayContaining(['started', 'passages', 'token', 'done']),
    turns: [
      {
        questionId: expect.any(String),
        parentId: null,
        question,
        attachments: [],
        askedAt: expect.any(Number),
        answer,
        questions: [expect.any(String)],
        answers: [answer.id],
        summary: null,
      },
    ],
  })
})

test('failures arrive as errors of the contract, before any event', async () => {
  const { client } = await setup({ readiness: { ready: false, reason: 'model-missing', message: '404' } })
  const id = randomUUID()

  const errors = await Promise.all([
    failureOf(client.ask({ question })),
    failureOf(client.follow({ answerId: id })),
    failureOf(client.conversation({ conversationId: id })),
    failureOf(client.change({ conversationId: id, title: 'Lease' })),
    failureOf(client.remove({ conversationId: id })),
    failureOf(client.restore({ conversationId: id })),
    failureOf(client.ask({ question: '   ' })),
  ])

  expect(errors).toEqual([
    'MODEL_NOT_READY',
    'ANSWER_NOT_FOUND',
    'CONVERSATION_NOT_FOUND',
    'CONVERSATION_NOT_FOUND',
    'CONVERSATION_NOT_FOUND',
    'CONVERSATION_NOT_FOUND',
    'BAD_REQUEST',
  ])
})

test('a page that closes its stream does not end the answer, and finds it by following', async () => {
  const gate = Promise.withResolvers<void>()
  const { client } = await setup({
    async *parts() {
      yield { type: 'token', text: 'In ' }
      await gate.promise
      yield { type: 'token', text: 'March [1].' }
      yield { type: 'finished', promptTokens: null, answerTokens: null }
    },
  })
  let answerId = ''
  for await (const event of await client.ask({ question })) {
    if (event.type === 'started') answerId = event.answerId
    if (event.type === 'token') break
  }

  const following = all(await client.follow({ answerId }))
  gate.resolve()

  expect(ending(await following)).toMatchObject({ type: 'done', answer: { text: 'In March [1].' } })
})

async function setup(model: Parameters<typeof createFakeChatModel>[0]) {
  const { chat, kept, assistants, attachments } = await setupChat({ model: createFakeChatModel(model) })
  return { client: createRouterClient(createChatRouter(chat, kept, { assistants, attachments })) }
}

async function failureOf(call: Promise<unknown>): Promise<string> {
  try {
    await call
    return 'none'
  } catch (error) {
    return error instanceof ORPCError ? error.code : String(error)
  }
}
