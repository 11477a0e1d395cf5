import { setTimeout as pause } from 'node:timers/promises'
import type { ChatPart } from './chat-model.ts'
import type { ChatLimits } from './limits.ts'
import { isConnectionError, ModelFault, stoppedBecause } from './model-fault.ts'
import { createThinkingFilter } from './thinking-tags.ts'

export interface PatienceOptions {
  readonly limits: ChatLimits
  readonly signal: AbortSignal | undefined
  /** Sends the request; called again when no connection came about. */
  readonly open: (signal: AbortSignal) => AsyncIterable<ChatPart>
  /** What is being waited for when nothing comes. */
  readonly waitingFor: (signal: AbortSignal) => Promise<'loading' | 'reading'>
}

/**
 * Follows a model's stream within the limits: tries again before the first token, says what is being waited for, and ends in
 * `finished` or `stopped` whatever happens. The connection is gone when the iteration ends.
 */
export async function* followPatiently(options: PatienceOptions): AsyncGenerator<ChatPart> {
  const closer = new AbortController()
  try {
    yield* follow(options, closer)
  } catch (cause) {
    yield { type: 'stopped', failure: stoppedBecause(cause, options.signal) }
  } finally {
    closer.abort()
  }
}

async function* follow({ limits, signal, open, waitingFor }: PatienceOptions, closer: AbortController) {
  const both = signal ? AbortSignal.any([signal, closer.signal]) : closer.signal
  const thinking = createThinkingFilter()
  const deadline = Date.now() + limits.total
  let begun = false
  let parts = open(both)[Symbol.asyncIterator]()

  for (let tries = 0; ; ) {
    const next = parts.next()
    // When the iteration is left before it settles, its end is of no interest.
    next.catch(() => undefined)
    try {
      if (!begun && tries === 0 && !(await settlesWithin(next, Math.min(limits.waiting, limits.firstToken)))) {
        const what = limits.waiting < limits.firstToken && (await sooner(waitingFor(both), next))
        if (what) yield { type: 'waiting', for: what } as const
      }
      const { value: part, done } = await within(next, { limits, begun, deadline })
      if (done) throw new ModelFault('connection-lost', 'The stream ended before the answer did')
      if (part.type === 'token') yield* thinking.add(part.text)
      if (part.type === 'finished') yield* thinking.end()
      if (part.type !== 'token') yield part
      if (part.type === 'finished' || part.type === 'stopped') return
      begun = true
    } catch (cause) {
      const rest = limits.retries[tries]
      if (begun) yield* thinking.end()
      if (begun || rest === undefined || !isConnectionError(cause)) throw cause
      tries += 1
      await pause(rest, undefined, { signal: both })
      parts = open(both)[Symbol.asyncIterator]()
    }
  }
}

async function within(
  next: Promise<IteratorResult<ChatPart>>,
  { limits, begun, deadline }: { readonly limits: ChatLimits; readonly begun: boolean; readonly deadline: number },
): Promise<IteratorResult<ChatPart>> {
  const limit = Math.min(begun ? limits.silence : limits.firstToken, Math.max(0, deadline - Date.now()))
  if (await settlesWithin(next, limit)) return next
  throw new ModelFault('silent-too-long', `Nothing came for ${limit} ms`)
}

// A first word that comes while the server is asked what it does needs no explanation any more.
async function sooner<T>(wanted: Promise<T>, next: Promise<unknown>): Promise<T | null> {
  const begun = () => null
  return Promise.race([wanted, next.then(begun, begun)])
}

async function settlesWithin(promise: Promise<unknown>, milliseconds: number): Promise<boolean> {
  const timer = new AbortController()
  const settled = promise.then(
    () => true,
    () => true,
  )
  const late = pause(milliseconds, false, { signal: timer.signal }).catch(() => false)
  try {
    return await Promise.race([settled, late])
  } finally {
    timer.abort()
  }
}
