import type { HealthState } from '#contract/health'
import type { Check } from '#contract/system.contract'
import { longDate } from '../ui/words.ts'

/** How a part is doing, as a person says it. */
export const stateWords: Readonly<Record<HealthState, string>> = {
  good: 'Good',
  look: 'Look at this',
  broken: 'Broken',
}

/** How many parts want a hand. */
export function summary(checks: readonly Pick<Check, 'state'>[]): string {
  const broken = checks.filter(({ state }) => state === 'broken').length
  const look = checks.filter(({ state }) => state === 'look').length
  if (broken + look === 0) return 'all is well'
  return [broken > 0 ? `${broken} broken` : '', look > 0 ? `${look} to look at` : ''].filter(Boolean).join(', ')
}

/** `Since today, 14:05.`, `Since 3 May 2026.` */
export function sinceInWords(since: number, now: number): string {
  const at = new Date(since)
  return at.toDateString() === new Date(now).toDateString()
    ? `Since today, ${at.toLocaleTimeString('en-GB', { timeStyle: 'short' })}.`
    : `Since ${longDate(since)}.`
}
