import type { Turn } from '#contract/chat.contract'
import type { Passage } from '#contract/passage'
import type { ChatMessage } from '#models/chat/chat-model'
import { type Budget, estimateTokens } from './budget.ts'
import { bareTurn, beginningAt, costOf, fittingBeginning, soonUntold, tellable } from './history.ts'
import { renumbered } from './numbers.ts'
import { asData } from './prompt-data.ts'
import { type GivenPassage, passageCost, passageInWords } from './prompt-passages.ts'
import type { Recalled, Told } from './told.ts'

/** What a prompt tells before its question, and under which numbers. */
export interface Layout {
  readonly messages: readonly ChatMessage[]
  readonly summary: string
  /** Turns to sum up, the oldest first. */
  readonly untold: readonly Turn[]
  readonly turns: number
  readonly bare: number
  /** What was told so far, by number from 1. */
  readonly numbered: readonly GivenPassage[]
  /** What the passages and turns take, in tokens as they are estimated. */
  readonly cost: number
}

export interface ToLayOut {
  readonly history: readonly Turn[]
  readonly recalled: Recalled
  readonly key: string
  readonly budget: Budget
  /** What is to be told after it. */
  readonly next: readonly Passage[]
}

/**
 * The turns above a question, told with the same bytes as in the prompt before, with their passages in their place. When there
 * is no room for that any more, all of them are told anew without their passages, in one step.
 */
export function layOut({ history, recalled, key, budget, next }: ToLayOut): Layout {
  const turns = tellable(history)
  const before = planBefore(turns, recalled, key)
  const room = budget.history + budget.passages
  if (before) {
    const same = laidOut(turns, recalled, before)
    const wanted = next.filter((passage) => !isToldIn(same, passage)).reduce((sum, one) => sum + passageCost(one), 0)
    if (same.cost + Math.min(wanted, budget.passages) <= room) {
      return { ...same, untold: soonUntold(turns, budget.history, beginningAt(turns, before.from)) }
    }
  }
  const beginning = fittingBeginning(turns, budget.history, before?.from ?? 0)
  const anew = laidOut(turns, recalled, { from: beginning.from, bareTo: turns.length })
  return { ...anew, untold: soonUntold(turns, budget.history, beginning) }
}

/** Whether a passage was told whole. */
export function isToldIn({ numbered }: Pick<Layout, 'numbered'>, { id }: Passage): boolean {
  return numbered.some(({ passage, part }) => passage.id === id && part === null)
}

/** A question with the passages given for it, those that were told before by their numbers only. */
export function askedWith(given: readonly GivenPassage[], numbered: GivenPassage[], more: readonly string[]): string {
  const told = new Map(
    numbered.flatMap(({ passage, part }, n) => (part === null ? [[passage.id, n + 1] as const] : [])),
  )
  const above = given.flatMap(({ passage }) => told.get(passage.id) ?? [])
  const anew = given.filter(({ passage }) => !told.has(passage.id))
  const words = anew.map((one) => passageInWords(numbered.push(one), one))
  const passages = words.length === 0 ? '' : `Passages:\n\n${words.join('\n\n')}`
  const also = above.length === 0 ? '' : `Of the passages given above, these bear on it: ${listed(above)}.`
  const none = given.length === 0 ? 'No passage was found.' : ''
  return [passages, also, none, ...more].filter(Boolean).join('\n\n')
}

interface Plan {
  /** The first turn that is told. */
  readonly from: number
  /** The first turn that is told with its passages. */
  readonly bareTo: number
}

/** How the prompt of the last answer was laid out, where its words can be used again. */
function planBefore(turns: readonly Turn[], { told }: Recalled, key: string): Plan | null {
  const at = turns.findLastIndex(({ answer }) => answer && told.has(answer.id))
  const last = told.get(turns[at]?.answer?.id ?? '')
  return last?.key === key ? planOf(last, at) : null
}

function planOf({ turns, bare }: Told, at: number): Plan {
  const from = Math.max(0, at - turns)
  return { from, bareTo: from + bare }
}

function laidOut(turns: readonly Turn[], recalled: Recalled, plan: Plan): Layout {
  const numbered: GivenPassage[] = []
  const told = turns.map((turn, at) => (at < plan.bareTo ? undefined : recalled.told.get(turn.answer?.id ?? '')))
  const isWhole = told.every((one) => one?.passages.every(({ id }) => recalled.passages.has(id)) ?? true)
  const messages = turns.slice(plan.from).flatMap((turn, index) => {
    const at = plan.from + index
    const own = told[at]
    if (!own) return bareTurn(turn)
    const { from, bareTo } = planOf(own, at)
    const isSame = isWhole && from === plan.from && bareTo === plan.bareTo
    return fullTurn({ turn, told: own, recalled, numbered, isSame })
  })
  const { summary } = beginningAt(turns, plan.from)
  const bare = Math.min(turns.length, Math.max(plan.bareTo, plan.from)) - plan.from
  const counts = { turns: turns.length - plan.from, bare }
  return { messages, summary, untold: [], ...counts, numbered, cost: costOf(messages) + estimateTokens(summary) }
}

interface FullTurn {
  readonly turn: Turn
  readonly told: Told
  readonly recalled: Recalled
  /** What was told so far; what this turn tells is added. */
  readonly numbered: GivenPassage[]
  /** Whether its words stand under the same numbers as when they were written. */
  readonly isSame: boolean
}

function fullTurn({ turn: { question, answer }, told, recalled, numbered, isSame }: FullTurn): readonly ChatMessage[] {
  const given = told.passages.flatMap(({ id, part }) => {
    const passage = recalled.passages.get(id)
    return passage ? [{ passage, part }] : []
  })
  const asked = askedWith(given, numbered, [questionInWords(question)])
  const written = isSame ? told.written : null
  const ids = new Map(answer?.citations.map(({ n, passage }) => [n, passage.id]))
  const content = written ?? renumbered(answer?.text ?? '', (n) => numberIn(numbered, ids.get(n)))
  return [
    { role: 'user', content: asked },
    { role: 'assistant', content: asData(content) },
  ]
}

/** The number under which a passage was told last. */
export function numberIn(numbered: readonly GivenPassage[], id: string | undefined): number | undefined {
  const at = numbered.findLastIndex(({ passage }) => passage.id === id)
  return at === -1 ? undefined : at + 1
}

/** A question as it is put, last of what a message says. */
export function questionInWords(question: string): string {
  return `Question: ${asData(question)}`
}

function listed(numbers: readonly number[]): string {
  return numbers.map((n) => `[${n}]`).join(', ')
}
