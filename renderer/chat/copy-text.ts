import type { Turn } from '#contract/chat.contract'
import { shownAnswer } from './shown-answer.ts'

/** A question, its answer and where each claim is from, as plain Markdown to paste elsewhere. */
export function turnToText(turn: Turn) {
  if (!turn.answer) return turn.question
  const { text, evidence } = shownAnswer(turn)
  const sources = evidence.map(({ n, title, place, quote }) => `[${n}] ${title}, ${place}: “${quote.trim()}”`)
  return [turn.question, text.trim(), sources.join('\n')].filter((part) => part !== '').join('\n\n')
}
