import type { AlcoveService } from '../alcove-service.ts'
import { table } from '../bench-kit.ts'
import type { EvaluationSet } from './sets.ts'

export interface Quotes {
  readonly set: string
  readonly questions: number
  /** Shares of questions whose first quoted sentence, and first three, hold an accepted answer. */
  readonly first: number
  readonly firstThree: number
  /** The share of questions that nothing was quoted for. */
  readonly none: number
}

/** Asks without a model and looks for accepted answers in the sentences that are quoted; null for a set that names no answers. */
export async function measureQuotes(alcove: AlcoveService, { name, questions }: EvaluationSet): Promise<Quotes | null> {
  // A question takes several searches here; every other one of a large set is enough.
  const named = questions.filter(({ answers }) => answers.length > 0)
  const answered = named.filter((_, index) => named.length < 500 || index % 2 === 0)
  if (answered.length === 0) return null
  let [first, firstThree, none] = [0, 0, 0]
  for (const { query, answers } of answered) {
    const sentences = await quotedFor(alcove, query)
    const holds = (quoted: readonly string[]) =>
      answers.some((answer) => plain(quoted.join(' ')).includes(plain(answer)))
    if (sentences.length === 0) none += 1
    if (holds(sentences.slice(0, 1))) first += 1
    if (holds(sentences.slice(0, 3))) firstThree += 1
  }
  const share = (count: number) => count / answered.length
  return {
    set: name,
    questions: answered.length,
    first: share(first),
    firstThree: share(firstThree),
    none: share(none),
  }
}

async function quotedFor(alcove: AlcoveService, question: string): Promise<readonly string[]> {
  const sentences: string[] = []
  for await (const event of await alcove.client.chat.ask({ question, model: { runtime: 'quotes', name: 'quotes' } })) {
    if (event.type !== 'done') continue
    for (const { quote } of event.answer.citations) sentences.push(quote)
  }
  return sentences
}

function plain(text: string): string {
  return text.toLowerCase().replace(/\s+/g, ' ')
}

/** How often quotes hold an answer. */
export function quotesTable(rows: readonly Quotes[]): string {
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`
  return table(
    ['set', 'questions', 'first sentence', 'first three', 'nothing quoted'],
    rows.map(({ set, questions, first, firstThree, none }) => [
      set,
      questions,
      percent(first),
      percent(firstThree),
      percent(none),
    ]),
  )
}
