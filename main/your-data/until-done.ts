import type { YourDataProblem } from '#contract/your-data-problem'
import type { YourDataStep } from '#contract/your-data-worker.contract'
import { trouble, YourDataTrouble } from './trouble.ts'

type Told =
  | { readonly type: 'progress'; readonly step: YourDataStep; readonly done: number }
  | { readonly type: 'failed'; readonly problem: YourDataProblem }
  | { readonly type: 'done' }

interface Following {
  readonly tell: (step: YourDataStep, done: number) => void
  readonly signal: AbortSignal
}

/** Follows the process to the end of what it was asked; what it could not do is thrown as trouble, and the signal ends it. */
export async function untilDone<Event extends Told>(
  events: AsyncIterableIterator<Event>,
  { tell, signal }: Following,
): Promise<Extract<Event, { readonly type: 'done' }>> {
  // Its end reaches the process at once, also while the next event is waited for.
  const stop = () => void events.return?.()
  signal.addEventListener('abort', stop, { once: true })
  try {
    for await (const event of events) {
      if (signal.aborted) break
      if (event.type === 'progress') tell(event.step, event.done)
      else if (event.type === 'failed') throw new YourDataTrouble(event.problem)
      else return event as Extract<Event, { readonly type: 'done' }>
    }
  } finally {
    signal.removeEventListener('abort', stop)
  }
  if (signal.aborted) throw trouble('stopped', '')
  throw new Error('The process said nothing of how it ended')
}
