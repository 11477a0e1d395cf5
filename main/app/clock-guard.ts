import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { writeWhole } from './whole-file.ts'

const Seen = z.object({
  /** The latest time that was believed. */
  at: z.number(),
  /** When a clock that jumped was first seen, by that clock; null while none did. */
  doubtedSince: z.number().nullable(),
})
type Seen = z.infer<typeof Seen>

export type ClockGuard = ReturnType<typeof createClockGuard>

const day = 86_400_000
/** Longer than a holiday: a machine that was off for longer is asked to show the same time for a while. */
const farAhead = 45 * day
/** A little is what clocks are set back by. */
const farBack = 2 * day
const untilBelieved = day

/**
 * Keeps a clock that jumped from deleting everything whose time seems to have come: after a leap nothing is deleted until the
 * clock has gone on from there for a day. What is waited for is only put off.
 */
export function createClockGuard({ file, clock = Date.now }: { readonly file: string; readonly clock?: () => number }) {
  return { mayDelete, doubtedSince: () => read()?.doubtedSince ?? null }

  /** Whether what is old may be deleted now; to be asked before each time. */
  async function mayDelete(): Promise<boolean> {
    const now = clock()
    const seen = read()
    const next = judged(seen, now)
    if (next.at !== seen?.at || next.doubtedSince !== seen.doubtedSince) {
      await writeWhole(file, `${JSON.stringify(next)}\n`)
    }
    return next.doubtedSince === null
  }

  function read(): Seen | null {
    try {
      return Seen.parse(JSON.parse(readFileSync(file, 'utf8')))
    } catch {
      // None yet, or one that is damaged: this time is the first that is seen.
      return null
    }
  }
}

/** What is known after a look at the clock. */
export function judged(seen: Seen | null, now: number): Seen {
  if (!seen) return { at: now, doubtedSince: null }
  const leapt = now > seen.at + farAhead || now < seen.at - farBack
  if (!leapt) return { at: Math.max(seen.at, now), doubtedSince: null }
  const since = seen.doubtedSince
  const isSameClock = since !== null && now >= since && now < since + farAhead
  if (!isSameClock) return { at: seen.at, doubtedSince: now }
  return now >= since + untilBelieved ? { at: now, doubtedSince: null } : { at: seen.at, doubtedSince: since }
}
