import { expect, test, vi } from 'vitest'
import type { Answer, AskEvent, Citation, Turn } from '#contract/chat.contract'
import { addEvent, askedTurn, type LiveTurn, takenUpTurn, turnsToShow } from './answer.ts'
import { shownAnswer } from './shown-answer.ts'
import { createWordBuffer } from './word-buffer.ts'

const conversation = {
  id: 'c1',
  title: 'Lease',
  createdAt: 1,
  updatedAt: 1,
  pinned: false,
  archived: false,
  folderId: null,
  assistantId: null,
  temporary: false,
}
const place = { parentId: null, questions: ['q1'], answers: ['a1'], attachments: [], summary: null }
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
  context: null,
}
const started: AskEvent = { type: 'started', conversation, questionId: 'q1', answerId: 'a1', kept: '' }
const passages: AskEvent = {
  type: 'passages',
  passages: [],
  searched: 9,
  mode: 'model',
  model: 'llama3.2',
  local: true,
}

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
  const writing: Turn = {
    ...place,
    questionId: 'q1',
    question: 'When?',
    askedAt: 5,
    answer: { ...answer, state: 'writing' },
  }
  const kept: Turn = { ...writing, answer }

  expect([
    turnsToShow([], live),
    turnsToShow([writing], live),
    turnsToShow([kept], live),
    turnsToShow([kept], null),
  ]).toEqual([[live], [live], [kept], [kept]])
})

test('an answer that is gone on with stands with what is kept of it, and the kept one is back when it has ended', () => {
  const citation: Citation = {
    n: 1,
    passage: {
      id: 'p1',
      documentId: 'd1',
      path: '/lease.pdf',
      title: 'Lease',
      type: 'pdf',
      sourceId: 's1',
      modifiedAt: 0,
      page: 3,
      heading: null,
      startLine: 1,
      endLine: 1,
      range: { start: 0, end: 20 },
      text: 'It ends in March.',
    },
    quote: 'It ends in March.',
    quoteRange: { start: 0, end: 17 },
    marks: [],
    support: 'good',
  }
  const broken: Turn = {
    ...place,
    questionId: 'q1',
    question: 'When?',
    askedAt: 5,
    answer: { ...answer, state: 'interrupted', text: 'It ends [1]', citations: [citation] },
  }
  const taken = takenUpTurn(broken)
  const writing = [
    { ...started, kept: 'It ends [1]' } as AskEvent,
    passages,
    { type: 'token' as const, text: ' in March.' },
  ].reduce<LiveTurn>(addEvent, taken)
  const whole = { ...answer, text: 'It ends [1] in March.' }
  const ended = addEvent(writing, { type: 'done', answer: whole, title: 'Lease' })

  expect({
    taken: { text: taken.text, evidence: shownAnswer(taken).evidence.map(({ quote }) => quote) },
    writing: { text: writing.text, shown: turnsToShow([broken], writing) },
    ended: turnsToShow([broken], ended),
    kept: turnsToShow([{ ...broken, answer: whole }], ended),
  }).toEqual({
    taken: { text: 'It ends [1]', evidence: ['It ends in March.'] },
    writing: { text: 'It ends [1] in March.', shown: [writing] },
    ended: [ended],
    kept: [{ ...broken, answer: whole }],
  })
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

test('a question that is asked anew cuts the branch it leaves, an answer that is asked for again stands in the place of the other', () => {
  const turns = [1, 2, 3].map(
    (n): Turn => ({
      ...place,
      questionId: `q${n}`,
      question: `Question ${n}`,
      askedAt: n,
      answer: { ...answer, id: `a${n}` },
    }),
  )
  const [first, second] = turns
  const edited = askedTurn('Edited', 9, { after: 'a1' })
  const anew = askedTurn('Another beginning', 9, { after: null })
  const again = addEvent(askedTurn('Question 2', 9, { again: 'q2' }), {
    ...started,
    questionId: 'q2',
    answerId: 'a9',
  } as AskEvent)
  const there: Turn[] = second && first ? [first, { ...second, answer: { ...answer, id: 'a9' } }] : []

  expect(turnsToShow(turns, edited)).toEqual([first, edited])
  expect(turnsToShow(turns, anew)).toEqual([anew])
  expect(turnsToShow(turns, again)).toEqual([first, again])
  expect(turnsToShow(there, { ...again, phase: 'ended' })).toEqual(there)
})
