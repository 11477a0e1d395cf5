import { expect, test, vi } from 'vitest'
import type { Answer, AskEvent, Turn } from '#contract/chat.contract'
import { addEvent, askedTurn, turnsToShow } from './answer.ts'
import { createWordBuffer } from './word-buffer.ts'

const conversation = { id: 'c1', title: 'Lease', createdAt: 1, updatedAt: 1 }
const answer: Answer = {
  id: 'a1',
  state: 'done',
  mode: 'model',
  model: 'llama3.2',
  local: true,
  text: 'It ends in March. [1]',
  citations: [],
  given: { passages: 1, documents: 1, searched: 9 },
  nearest: null,
  searchedBy: null,
  thinking: null,
  failure: null,
  timings: { retrieval: 1, firstToken: 2, total: 3 },
}
const started: AskEvent = { type: 'started', conversation, questionId: 'q1', answerId: 'a1', kept: '' }
const passages: AskEvent = { type: 'passages', passages: [], searched: 9, mode: 'model', model: 'llama3.2' }

test('events fold into one growing turn that ends as it is kept', () => {
  const events: AskEvent[] = [
    started,
    passages,
    { type: 'thinking', text: 'Hm.' },
    { type: 'token', text: 'It ends' },
    { type: 'token', text: ' in March' },
  ]
  const writing = events.reduce(addEvent, askedTurn('When?', 5))
  const ended = addEvent(writing, { type: 'done', answer, title: 'Lease' })

  expect([writing, ended]).toMatchObject([
    { phase: 'writing', text: 'It ends in March', thinking: 'Hm.', searched: 9, model: 'llama3.2', answer: null },
    { phase: 'ended', text: 'It ends in March. [1]', answer, conversationId: 'c1', questionId: 'q1' },
  ])
})

test('a question is shown once, live while it is written and kept afterwards', () => {
  const live = [started, passages].reduce(addEvent, askedTurn('When?', 5))
  const writing: Turn = { questionId: 'q1', question: 'When?', askedAt: 5, answer: { ...answer, state: 'writing' } }
  const kept: Turn = { ...writing, answer }

  expect([
    turnsToShow([], live),
    turnsToShow([writing], live),
    turnsToShow([kept], live),
    turnsToShow([kept], null),
  ]).toEqual([[live], [live], [kept], [kept]])
})

test('words are handed on whole, once per interval, and never with half a citation', async () => {
  vi.useFakeTimers()
  const seen: string[] = []
  const buffer = createWordBuffer(30, (event) => seen.push(event.type === 'token' ? event.text : event.type))

  for (const text of ['The le', 'ase e', 'nds [1', ', 2']) buffer.take({ type: 'token', text })
  await vi.advanceTimersByTimeAsync(30)
  buffer.take({ type: 'token', text: ']. Then' })
  await vi.advanceTimersByTimeAsync(30)
  buffer.take({ type: 'done', answer, title: 'Lease' })

  expect(seen).toEqual(['The lease ends ', '[1, 2]. ', 'Then', 'done'])
  vi.useRealTimers()
})
