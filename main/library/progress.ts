import type { IngestFailure, LibraryProgress } from '#contract/library.contract'
import { createRate } from '../app/rate.ts'

export type Progress = ReturnType<typeof createProgress>

/** Counts the present run of work and tells how fast it goes and how long it will take. */
export function createProgress(clock: () => number) {
  const files = createRate(clock)
  const words = createRate(clock)
  const vectors = createRate(clock)
  let done = 0
  return { fileDone, vectorsWritten, rest, report }

  function fileDone(passages: number): void {
    done += 1
    files.add(1)
    words.add(passages)
  }

  function vectorsWritten(count: number): void {
    vectors.add(count)
  }

  /** All is done: the next work is a run of its own. */
  function rest(): void {
    done = 0
    for (const rate of [files, words, vectors]) rate.reset()
  }

  function report(now: {
    readonly queue: number
    readonly passagesWaiting: number
    readonly paused: boolean
    readonly blocked: IngestFailure | null
  }): LibraryProgress {
    const moving = !now.paused && now.blocked === null
    const filesPerSecond = moving ? files.perSecond() : null
    const embedding = now.queue === 0
    const passagesPerSecond = moving ? (embedding ? vectors : words).perSecond() : null
    return {
      done: now.queue === 0 && now.passagesWaiting === 0 ? 0 : done,
      total: now.queue === 0 && now.passagesWaiting === 0 ? 0 : done + now.queue,
      passagesWaiting: now.passagesWaiting,
      filesPerMinute: embedding || filesPerSecond === null ? null : filesPerSecond * 60,
      passagesPerSecond,
      secondsLeft: embedding
        ? secondsFor(now.passagesWaiting, passagesPerSecond)
        : secondsFor(now.queue, filesPerSecond),
      paused: now.paused,
      blocked: now.blocked,
    }
  }
}

function secondsFor(count: number, perSecond: number | null): number | null {
  if (count === 0) return null
  return perSecond === null || perSecond < 0.01 ? null : Math.ceil(count / perSecond)
}
