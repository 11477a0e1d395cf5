import { setTimeout as sleep } from 'node:timers/promises'

export interface Typed {
  /** From the last key of each question to its answer. */
  readonly last: readonly number[]
  /** From each key to its answer, of those keys whose search was not called off by the next one. */
  readonly answered: readonly number[]
  readonly keys: number
  readonly questions: number
}

export type FindTyped = (query: string, signal: AbortSignal) => Promise<unknown>

/** Milliseconds between two keys of a person who types fast. */
export const keyPace = 80
/** Where answers pile up, all questions would take half an hour: the rest is not typed. */
const longestTyping = 60_000

/** Types questions letter by letter at an even pace; each key calls off the search before. */
export async function typeQuestions(questions: readonly string[], find: FindTyped): Promise<Typed> {
  const last: number[] = []
  const answered: number[] = []
  let keys = 0
  const end = performance.now() + longestTyping
  for (const question of questions) {
    if (performance.now() > end) break
    const times = await typeQuestion(question, find)
    last.push(times.at(-1) ?? Number.NaN)
    answered.push(...times.filter((time) => time !== null))
    keys += times.length
  }
  return { last, answered, keys, questions: last.length }
}

async function typeQuestion(question: string, find: FindTyped): Promise<readonly (number | null)[]> {
  const begun = performance.now()
  const searches: Promise<number | null>[] = []
  let stop = new AbortController()
  for (let key = 0; key < question.length; key += 1) {
    // Counted from when the key is pressed, not from when a busy process comes to it.
    const pressed = begun + key * keyPace
    await sleep(Math.max(0, pressed - performance.now()))
    stop.abort()
    stop = new AbortController()
    const { signal } = stop
    const since = () => performance.now() - pressed
    searches.push(
      find(question.slice(0, key + 1), signal).then(since, (error: unknown) => {
        if (!signal.aborted) throw error
        return null
      }),
    )
  }
  return Promise.all(searches)
}
