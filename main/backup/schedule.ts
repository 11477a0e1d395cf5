import type { BackupInterval } from '#contract/backup-plan'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

export interface Past {
  readonly now: number
  /** The last that went well, and the last that was tried; null: none. */
  readonly goodAt: number | null
  readonly triedAt: number | null
}

const intervals: Readonly<Record<BackupInterval, number>> = { hourly: hour, daily: day, weekly: 7 * day }

/** When the next backup is to be made; what failed is tried again after a quarter of an hour, without end. */
export function nextBackup(every: BackupInterval, past: Past): number {
  return next({ ...past, interval: intervals[every], again: 15 * minute })
}

/** When the next drill is to be made: once a week, and a day after one that failed. */
export function nextDrill(past: Past): number {
  return next({ ...past, interval: 7 * day, again: day })
}

function next({ now, goodAt, triedAt, interval, again }: Past & { readonly interval: number; readonly again: number }) {
  // A time to come is one of a clock that was wrong: waiting for it could take years.
  const good = goodAt !== null && goodAt <= now ? goodAt : null
  const tried = triedAt !== null && triedAt <= now ? triedAt : null
  const due = good === null ? now : good + interval
  return tried !== null && tried !== good ? Math.max(due, tried + again) : due
}
