import { expect, test } from 'vitest'
import type { AskEvent } from '#contract/chat.contract'
import { createFakeChatModel } from '#models/chat/fake.chat-model'
import { ending, setupChat } from './chat-setup.ts'

const long = 'word '.repeat(150)

test('turns that no longer fit are summed up once, and the summary is told in their place', async () => {
  const { chat, asked, summaries, talk } = await setup()
  const conversationId = await talk(8)

  const read = chat.conversation(conversationId)
  const summed = read.ok ? read.value.turns.filter(({ summary }) => summary !== null) : []
  expect(summaries().length).toBeGreaterThan(0)
  expect(summed.at(-1)?.summary).toMatchObject({ edited: false })
  expect(asked().at(-1)).toContain(`What was said before, in short:\n\nSummary ${summaries().length - 1}`)
  // Each summary goes on from the one before: no turn is read twice for it.
  const questions = summaries().flatMap((text) =>
    [...text.matchAll(/Question: Number (\d+)/g)].map(([, n]) => Number(n)),
  )
  expect(questions).toEqual(questions.toSorted((a, b) => a - b))
  expect(new Set(questions).size).toBe(questions.length)
})

test('a summary can be worded anew, is told so, and a fork before it knows nothing of it', async () => {
  const { chat, kept, asked, talk, ask } = await setup()
  const conversationId = await talk(8)
  const read = chat.conversation(conversationId)
  const turns = read.ok ? read.value.turns : []
  const at = turns.findLastIndex(({ summary }) => summary !== null)

  chat.sumUp(turns[at]?.answer?.id ?? '', 'The rent is 700, said the landlord.')
  await ask({ conversationId, question: 'Number 99' })
  expect(asked().at(-1)).toContain('The rent is 700, said the landlord.')

  const fork = kept.fork(turns[0]?.answer?.id ?? '')
  await ask({ conversationId: fork.ok ? fork.value.id : '', question: 'Number 100' })
  expect(asked().at(-1)).not.toContain('The rent is 700')
})

test('an answer says what filled the context', async () => {
  const { ask } = await setup()

  const { context } = ending(await ask({ question: 'Number 1' })).answer

  expect(context).toMatchObject({ limit: 2_048, history: 0, summary: 0, promptTokens: 77 })
  expect(context?.passages).toBeGreaterThan(20)
})

async function setup() {
  let made = 0
  const model = createFakeChatModel({
    contextLength: 2_048,
    async *parts({ messages }) {
      const isSummary = messages[0]?.content.startsWith('Sum up the conversation')
      yield { type: 'token', text: isSummary ? `Summary ${(made += 1)}` : `Answer ${long}[1].` }
      yield { type: 'finished', promptTokens: 77, answerTokens: 5 }
    },
  })
  const all = await setupChat({ model })
  const wholes = model.requests
  const of = (isSummary: boolean) =>
    wholes
      .map(({ messages }) => messages.map(({ content }) => content).join('\n\n'))
      .filter((text) => text.startsWith('Sum up the conversation') === isSummary)
  return { ...all, asked: () => of(false), summaries: () => of(true), talk }

  async function talk(turns: number): Promise<string> {
    let conversationId: string | undefined
    for (let turn = 1; turn <= turns; turn += 1) {
      const events = await all.ask({ conversationId, question: `Number ${turn}` })
      conversationId = conversationOf(events)
      await all.chat.summed()
    }
    return conversationId ?? ''
  }
}

function conversationOf(events: readonly AskEvent[]): string {
  const [first] = events
  return first?.type === 'started' ? first.conversation.id : ''
}
