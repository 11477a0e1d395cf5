import { useEffect, useRef } from 'react'
import type { WaitingQuestion } from '#contract/conversations.contract'
import { dequeue, useQueued } from './drafts.ts'
import type { LiveState } from './live-turns.ts'

export interface WaitingDeps {
  /** Where they wait. */
  readonly place: string
  /** The answer that is on its way. */
  readonly live: LiveState | null
  /** True when the last answer broke off: whoever stopped it decides whether to go on. */
  readonly brokeOff: boolean
  readonly ask: (waiting: WaitingQuestion) => void
}

/** Asks the waiting questions one after the other, as soon as the answer before each is written and kept. */
export function useWaiting({ place, live, brokeOff, ask }: WaitingDeps) {
  const waiting = useQueued(place)
  const wasAsking = useRef(false)
  if (live && live.phase !== 'ended') wasAsking.current = true
  const free = live === null
  const held = brokeOff || (free && !wasAsking.current) || (live !== null && live.error !== null)

  function askNext() {
    const waits = dequeue(place)
    if (waits) ask(waits)
  }

  const next = useRef(askNext)
  next.current = askNext
  const isDue = free && !held && waiting.length > 0
  useEffect(() => {
    if (isDue) next.current()
  }, [isDue])
  return { waiting, held, askNext }
}
