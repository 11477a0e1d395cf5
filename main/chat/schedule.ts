import type { Schedule } from '#contract/assistants.contract'

/** The last time at or before `now` at which a prompt was due, in local time, as milliseconds since the Unix epoch. */
export function lastDue({ every, at, weekday }: Schedule, now: number): number {
  const day = new Date(now)
  // Eight days back there is one of every day of the week, whatever the clock was set to meanwhile.
  for (let back = 0; back <= 8; back += 1) {
    const due = new Date(day.getFullYear(), day.getMonth(), day.getDate() - back, Math.floor(at / 60), at % 60)
    const isDay = every === 'day' || (every === 'week' ? due.getDay() === weekday : due.getDay() % 6 !== 0)
    if (isDay && due.getTime() <= now) return due.getTime()
  }
  return Number.NEGATIVE_INFINITY
}
