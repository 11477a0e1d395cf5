import type { ReducedError } from '#contract/reduced-error'
import type { Log } from '../app/log.ts'
import type { CrashRecords } from './crash-records.ts'

export interface PageErrorsDeps {
  readonly log: Log
  readonly crashes: Pick<CrashRecords, 'record'>
  readonly isOn: () => boolean
  readonly clock?: () => number
}

export type PageErrors = ReturnType<typeof createPageErrors>

const minute = 60_000
const mostAMinute = 10

/** Takes note of what broke in the page: each once, and not more than ten a minute, however often the page says so. */
export function createPageErrors({ log, crashes, isOn, clock = Date.now }: PageErrorsDeps) {
  const known = new Set<string>()
  let taken: number[] = []
  return { take }

  function take(error: ReducedError): boolean {
    const now = clock()
    taken = taken.filter((at) => now - at < minute)
    if (!isOn() || taken.length >= mostAMinute) return false
    taken.push(now)
    const place = JSON.stringify(error)
    if (known.has(place)) return false
    if (known.size >= 100) known.clear()
    known.add(place)
    log.of('page').error('page-error', { error })
    return crashes.record({ process: 'page', reason: 'page', error }) !== null
  }
}
