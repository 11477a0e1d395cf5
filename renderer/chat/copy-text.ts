import type { Turn } from '#contract/chat.contract'
import { citationToEvidence } from './evidence.ts'

/** A question, its answer and where each claim is from, as plain Markdown to paste elsewhere. */
export function turnToText({ question, answer }: Turn) {
  if (!answer) return question
  const sources = answer.citations
    .map(citationToEvidence)
    .map(({ n, title, place, quote }) => `[${n}] ${title}, ${place}: “${quote.trim()}”`)
  return [question, answer.text.trim(), sources.join('\n')].filter((part) => part !== '').join('\n\n')
}
