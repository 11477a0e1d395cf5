import type { LibraryState } from '#contract/library.contract'
import { sentenceForBlockedWork } from '#contract/library.sentences'
import { count, plural, timeLeft } from '../ui/words.ts'

export interface Strip {
  readonly tone: 'busy' | 'paused' | 'blocked'
  readonly what: string
  /** Rate and time left, joined by ` · `. */
  readonly more: string
  /** From 0 to 1; null while nothing can be said. */
  readonly done: number | null
}

/** The strip above the table: what is going on, how fast, and for how long; null when all is done. */
export function stripOf({
  queue,
  passages,
  progress,
}: Pick<LibraryState, 'queue' | 'passages' | 'progress'>): Strip | null {
  const { done, total, passagesWaiting, filesPerMinute, passagesPerSecond, secondsLeft, paused, blocked } = progress
  const share = total > 0 ? done / total : null
  if (blocked) return { tone: 'blocked', what: sentenceForBlockedWork(blocked), more: '', done: share }
  const left = secondsLeft === null ? null : timeLeft(secondsLeft)
  if (paused && (queue > 0 || passagesWaiting > 0)) {
    const what = queue > 0 ? `Paused, ${plural(queue, 'file')} to read` : 'Paused'
    return { tone: 'paused', what, more: waitingPassages(passagesWaiting), done: share }
  }
  if (total > done) {
    const rate = filesPerMinute === null ? null : `${count(Math.round(filesPerMinute))} a minute`
    return { tone: 'busy', what: `Reading ${count(done)} of ${count(total)}`, more: join(rate, left), done: share }
  }
  if (passagesWaiting > 0) {
    const rate = passagesPerSecond === null ? null : `${count(Math.round(passagesPerSecond))} a second`
    return {
      tone: 'busy',
      what: 'All is found by words; meaning comes next',
      more: join(waitingPassages(passagesWaiting), rate, left),
      done: passages > 0 ? Math.max(0, 1 - passagesWaiting / passages) : null,
    }
  }
  return null
}

function waitingPassages(n: number) {
  return n > 0 ? `${plural(n, 'passage')} to go` : ''
}

function join(...parts: readonly (string | null)[]) {
  return parts.filter(Boolean).join(' · ')
}
