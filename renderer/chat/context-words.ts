import type { AnswerContext } from '#contract/chat.contract'
import { count } from '../ui/words.ts'

/** What filled the model's context, largest part first: `About 2,310 of 8,192 tokens: passages 1,900, …`. */
export function contextWords(context: AnswerContext): string {
  const { limit, promptTokens, ...parts } = context
  const used = Object.values(parts).reduce((sum, tokens) => sum + tokens, 0)
  const named = Object.entries(labels)
    .map(([part, label]) => [label, parts[part as keyof typeof parts]] as const)
    .filter(([, tokens]) => tokens > 0)
    .toSorted((a, b) => b[1] - a[1])
    .map(([label, tokens]) => `${label} ${count(tokens)}`)
  const read = promptTokens === null ? '' : ` The server says it read ${count(promptTokens)}.`
  return `About ${count(used)} of ${count(limit)} tokens: ${named.join(', ')}.${read}`
}

const labels = {
  passages: 'passages',
  history: 'earlier turns',
  summary: 'summary of what was before',
  instructions: 'instructions',
  question: 'question',
} as const
