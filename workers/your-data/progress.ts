import type { YourDataProblem } from '#contract/your-data-problem'
import type { YourDataStep } from '#contract/your-data-worker.contract'

/** Tells how far a step is, from 0 to 1. */
export type Tell = (step: YourDataStep, done: number) => void

type Progress = { readonly type: 'progress'; readonly step: YourDataStep; readonly done: number }
type Failed = { readonly type: 'failed'; readonly problem: YourDataProblem }

const pause = 200

/** Runs the work and streams how far it is, a few times a second; the last event is how it ended. Whoever stops listening ends the work. */
export async function* withProgress<Done extends object>(
  work: (tell: Tell, signal: AbortSignal) => Promise<Done>,
  problemOf: (error: unknown) => YourDataProblem | null,
): AsyncGenerator<Progress | Failed | ({ readonly type: 'done' } & Done)> {
  const ending = new AbortController()
  let latest: Progress | null = null
  const tell: Tell = (step, done) => {
    latest = { type: 'progress', step, done: Math.min(1, Math.max(0, done)) }
  }
  const working = work(tell, ending.signal).then(
    (done) => ({ type: 'done' as const, ...done }),
    (error: unknown): Failed => {
      const problem = problemOf(error)
      if (!problem) throw error
      return { type: 'failed', problem }
    },
  )
  // Awaited in its turn; until then a failure must not count as one that nobody handles.
  working.catch(() => {})
  try {
    for (;;) {
      const end = await Promise.race([working, new Promise<null>((resolve) => setTimeout(resolve, pause, null))])
      if (latest) yield latest
      latest = null
      if (end) {
        yield end
        return
      }
    }
  } finally {
    ending.abort()
    // What is half made is taken away before whoever listened goes on.
    await working.catch(() => {})
  }
}
