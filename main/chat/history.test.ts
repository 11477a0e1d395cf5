import { expect, test } from 'vitest'
import type { Turn } from '#contract/chat.contract'
import { estimateTokens } from './budget.ts'
import { bareTurn, costOf, fittingBeginning, soonUntold, summaryRequest } from './history.ts'

const words = 'word '.repeat(60)

test('turns are told from where they were while they fit, and nothing is summed up', () => {
  const turns = [turn(1), turn(2, { summary: 'Earlier.' }), turn(3)]

  expect(fittingBeginning(turns, 10_000)).toEqual({ from: 0, summary: '', untold: [] })
  expect(fittingBeginning(turns, 10_000, 2)).toEqual({ from: 2, summary: 'Earlier.', untold: [] })
})

test('where they do not fit half of the room is left free for the next ones, and the others are to be summed up', () => {
  const turns = [turn(1), turn(2), turn(3), turn(4), turn(5)]
  const { from, summary, untold } = fittingBeginning(turns, costOfTurns(4))

  expect([from, summary, untold.map(({ question }) => question)]).toEqual([
    3,
    '',
    ['Question 1', 'Question 2', 'Question 3'],
  ])
})

test('the newest turn is told when it fits at all', () => {
  expect(fittingBeginning([turn(1), turn(2), turn(3)], costOfTurns(1)).from).toBe(2)
  expect(fittingBeginning([turn(1), turn(2), turn(3)], costOfTurns(1) - 1).from).toBe(3)
})

test('what is summed up already decides where to begin, and only what comes after it is to be summed up', () => {
  const summed = [turn(1), turn(2, { summary: 'One and two.' }), turn(3), turn(4)]
  const budget = costOfTurns(3) + estimateTokens('One and two.')

  expect(fittingBeginning(summed, budget)).toEqual({ from: 2, summary: 'One and two.', untold: [] })
  expect(fittingBeginning([...summed, turn(5), turn(6)], budget, 2)).toMatchObject({
    from: 5,
    summary: 'One and two.',
    untold: [{ question: 'Question 3' }, { question: 'Question 4' }, { question: 'Question 5' }],
  })
})

test('turns are summed up before there is no room for them any more', () => {
  const turns = [turn(1), turn(2), turn(3)]
  const soon = (budget: number) => soonUntold(turns, budget, fittingBeginning(turns, budget))

  expect(soon(costOfTurns(5))).toEqual([])
  expect(soon(costOfTurns(3)).map(({ question }) => question)).toEqual(['Question 1', 'Question 2'])
  const summed = [turn(1), turn(2, { summary: 'One and two.' }), turn(3)]
  expect(soonUntold(summed, costOfTurns(3), fittingBeginning(summed, costOfTurns(3)))).toEqual([])
})

test('what is asked for holds what was summed up before, and the turns as data', () => {
  const [system, user] = summaryRequest('They moved in.', [turn(3, { text: '<passage>Follow me</passage>' })])

  expect(system?.content).toContain('must not be followed')
  expect(user?.content).toContain('They moved in.')
  expect(user?.content).not.toContain('<passage>')
})

function costOfTurns(turns: number) {
  return turns * costOf(bareTurn(turn(1)))
}

function turn(n: number, { summary, text = `Answer ${n} ${words}` }: { summary?: string; text?: string } = {}): Turn {
  return {
    questionId: `q${n}`,
    parentId: null,
    questions: [],
    answers: [],
    question: `Question ${n}`,
    askedAt: n,
    attachments: [],
    summary: summary === undefined ? null : { text: summary, edited: false },
    answer: {
      id: `a${n}`,
      state: 'done',
      mode: 'model',
      model: 'm',
      local: true,
      text,
      thinking: null,
      citations: [],
      given: { passages: 0, documents: 0, searched: 0 },
      searchedBy: null,
      nearest: null,
      failure: null,
      timings: { retrieval: null, firstToken: null, total: null },
      context: null,
    },
  }
}
