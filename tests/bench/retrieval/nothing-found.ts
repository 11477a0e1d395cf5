import type { AlcoveService } from '../alcove-service.ts'
import { table } from '../bench-kit.ts'
import type { EvaluationSet, Question } from './sets.ts'

export interface NothingFound {
  readonly library: string
  readonly asked: string
  readonly questions: number
  /** The share for which no passage was called relevant. */
  readonly nothing: number
  readonly hasAnswer: boolean
}

const mostOfOthers = 200

/** Asks a library its own questions and those of others, and counts how often nothing is found. */
export async function calibrate(alcove: AlcoveService, set: EvaluationSet, all: readonly EvaluationSet[]) {
  const own = set.questions.filter(({ kind }) => kind !== 'none')
  const without = set.questions.filter(({ kind }) => kind === 'none')
  const others = all.filter((other) => other.name !== set.name && !isTranslation(set.name, other.name))
  return [
    await ask({ alcove, library: set.name, asked: 'its own', questions: own, hasAnswer: true }),
    ...(without.length > 0
      ? [
          await ask({
            alcove,
            library: set.name,
            asked: 'its own, without an answer',
            questions: without,
            hasAnswer: false,
          }),
        ]
      : []),
    ...(await inTurn(others, ({ name, questions }) =>
      ask({ alcove, library: set.name, asked: name, questions: everyNth(questions, mostOfOthers), hasAnswer: false }),
    )),
  ]
}

interface Asking {
  readonly alcove: AlcoveService
  readonly library: string
  readonly asked: string
  readonly questions: readonly Question[]
  readonly hasAnswer: boolean
}

async function ask({ alcove, library, asked, questions, hasAnswer }: Asking): Promise<NothingFound> {
  let nothing = 0
  for (const { query } of questions) {
    const { passages } = await alcove.client.search.find({ query, limit: 10 })
    if (!passages.some(({ relevant }) => relevant)) nothing += 1
  }
  return { library, asked, questions: questions.length, nothing: nothing / Math.max(1, questions.length), hasAnswer }
}

/** What was said of nothing, right or wrong. */
export function nothingTable(rows: readonly NothingFound[]): string {
  return table(
    ['library', 'questions of', 'questions', 'nothing found', 'right is'],
    rows.map(({ library, asked, questions, nothing, hasAnswer }) => [
      library,
      asked,
      questions,
      `${(nothing * 100).toFixed(1)} %`,
      hasAnswer ? 'never' : 'always',
    ]),
  )
}

/** The same documents in another language answer the same questions. */
function isTranslation(one: string, other: string): boolean {
  return one.replace(/-[a-z]{2}$/, '') === other.replace(/-[a-z]{2}$/, '')
}

function everyNth(questions: readonly Question[], most: number): readonly Question[] {
  const step = Math.max(1, Math.ceil(questions.length / most))
  return questions.filter((_, index) => index % step === 0)
}

async function inTurn<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const done: R[] = []
  for (const one of all) done.push(await work(one))
  return done
}
