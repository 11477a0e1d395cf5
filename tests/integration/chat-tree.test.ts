import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { AskEvent, Conversation } from '#contract/chat.contract'
import { createFakeChatModel } from '#models/chat/fake.chat-model'
import { ending, setupChat } from './chat-setup.ts'

test('an edited question stands beside the old one, and nothing below the old one is lost', async () => {
  const { chat, kept, ask, model } = await setup()
  const { conversationId, turns } = await talk(chat, ask, ['First', 'Second', 'Third'])
  const second = turns[1]

  await ask({ conversationId, question: 'Second, said better', after: second?.parentId ?? null })

  const now = read(chat, conversationId)
  expect(questionsOf(now)).toEqual(['First', 'Second, said better'])
  expect(now.turns[1]?.questions).toHaveLength(2)
  // The model was told what stands above the edit, and not what stood below the old question.
  expect(
    model.requests
      .at(-1)
      ?.messages.map(({ content }) => content)
      .join(),
  ).not.toContain('Third')

  kept.show(second?.questionId ?? '')
  expect(questionsOf(read(chat, conversationId))).toEqual(['First', 'Second', 'Third'])
})

test('the very first question can be edited, too', async () => {
  const { chat, kept, ask } = await setup()
  const { conversationId, turns } = await talk(chat, ask, ['First', 'Second'])

  await ask({ conversationId, question: 'Another beginning', after: null })
  expect(questionsOf(read(chat, conversationId))).toEqual(['Another beginning'])

  kept.show(turns[1]?.answer?.id ?? '')
  expect(questionsOf(read(chat, conversationId))).toEqual(['First', 'Second'])
})

test('a question that is asked again gets another answer, by another model if wished, and goes on from there', async () => {
  const other = createFakeChatModel({ parts: ['Otherwise [1].'], name: 'other' })
  const { chat, ask } = await setup([other])
  const { conversationId, turns } = await talk(chat, ask, ['First', 'Second'])
  const again = turns[1]?.questionId

  const events = await ask({
    conversationId,
    question: 'ignored',
    again,
    model: { runtime: 'ollama', name: 'other' },
  })

  const { turns: now } = read(chat, conversationId)
  expect(ending(events).answer).toMatchObject({ text: 'Otherwise [1].', model: 'other' })
  expect(now.map(({ question, answers }) => [question, answers.length])).toEqual([
    ['First', 1],
    ['Second', 2],
  ])
  expect(chat.answers(again ?? '').answers.map(({ model }) => model)).toEqual(['fake', 'other'])
  await ask({ conversationId, question: 'Third' })
  expect(read(chat, conversationId).turns.at(-1)?.parentId).toBe(ending(events).answer.id)
})

test('two models answer one question at the same time, each to its end', async () => {
  const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const waiting = (name: string, gate: number) =>
    createFakeChatModel({
      name,
      async *parts() {
        await gates[gate]?.promise
        yield { type: 'token', text: `${name} [1].` }
        yield { type: 'finished', promptTokens: null, answerTokens: null }
      },
    })
  const { chat, ask } = await setup([waiting('one', 0), waiting('two', 1)])
  const { conversationId, turns } = await talk(chat, ask, ['First'])
  const again = turns[0]?.questionId ?? ''
  const asked = ['one', 'two'].map((name) =>
    ask({ conversationId, question: 'First', again, model: { runtime: 'ollama', name } }),
  )

  gates[1]?.resolve()
  const second = ending((await asked[1]) ?? [])
  gates[0]?.resolve()
  const first = ending((await asked[0]) ?? [])

  expect([first.answer.text, second.answer.text]).toEqual(['one [1].', 'two [1].'])
  expect(chat.answers(again).answers).toHaveLength(3)
})

test('a fork holds everything up to its answer, and neither conversation changes the other', async () => {
  const { chat, kept, ask } = await setup()
  const { conversationId, turns } = await talk(chat, ask, ['First', 'Second', 'Third'])

  const forked = kept.fork(turns[1]?.answer?.id ?? '')
  const fork = forked.ok ? forked.value : undefined
  await ask({ conversationId: fork?.id, question: 'Elsewhere' })

  expect(questionsOf(read(chat, fork?.id ?? ''))).toEqual(['First', 'Second', 'Elsewhere'])
  expect(questionsOf(read(chat, conversationId))).toEqual(['First', 'Second', 'Third'])
  expect(read(chat, fork?.id ?? '').turns[0]?.answer?.citations).toEqual(turns[0]?.answer?.citations)
})

test('the map shows every branch and which one is shown', async () => {
  const { chat, kept, ask } = await setup()
  const { conversationId, turns } = await talk(chat, ask, ['First', 'Second'])
  await ask({ conversationId, question: 'Second, said better', after: turns[1]?.parentId })

  const tree = kept.tree(conversationId)

  expect(
    tree.ok && tree.value.filter(({ role }) => role === 'question').map(({ text, shown }) => [text, shown]),
  ).toEqual([
    ['First', true],
    ['Second', false],
    ['Second, said better', true],
  ])
})

test('the last turns of a long conversation come alone, with the number of those above', async () => {
  const { chat, ask } = await setup()
  const { conversationId } = await talk(chat, ask, ['1', '2', '3', '4', '5'])

  const last = chat.conversation(conversationId, 2)

  expect(last.ok && [questionsOf(last.value), last.value.earlier]).toEqual([['4', '5'], 3])
})

test('what a question names and is not there is said before anything is kept', async () => {
  const { chat, ask } = await setup()
  const { conversationId, turns } = await talk(chat, ask, ['First'])
  const stranger = randomUUID()

  const asked = [
    await chat.ask({ conversationId, question: 'x', after: stranger }),
    await chat.ask({ conversationId, question: 'x', again: stranger }),
    await chat.ask({ conversationId, question: 'x', again: turns[0]?.answer?.id }),
    await chat.ask({ conversationId, question: 'x', after: turns[0]?.questionId }),
    await chat.ask({ question: 'x', again: turns[0]?.questionId }),
  ]

  expect(asked.map((one) => (one.ok ? 'ok' : one.failure.code))).toEqual(Array(5).fill('ANSWER_NOT_FOUND'))
  expect(questionsOf(read(chat, conversationId))).toEqual(['First'])
})

async function setup(models: Parameters<typeof setupChat>[0]['models'] = []) {
  const model = createFakeChatModel({ parts: ['In March [1].'] })
  return { model, ...(await setupChat({ model, models })) }
}

type Chat = Awaited<ReturnType<typeof setupChat>>

async function talk(chat: Chat['chat'], ask: Chat['ask'], questions: readonly string[]) {
  let conversationId: string | undefined
  for (const question of questions) conversationId = conversationOf(await ask({ conversationId, question }))
  return { conversationId: conversationId ?? '', turns: read(chat, conversationId ?? '').turns }
}

function read(chat: Chat['chat'], id: string): Conversation {
  const found = chat.conversation(id)
  if (!found.ok) throw new Error(found.failure.code)
  return found.value
}

function questionsOf({ turns }: Conversation) {
  return turns.map(({ question }) => question)
}

function conversationOf(events: readonly AskEvent[]): string {
  const [first] = events
  return first?.type === 'started' ? first.conversation.id : ''
}
