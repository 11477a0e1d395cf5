/** A stretch of time, `[from, until)`, milliseconds since the Unix epoch. */
export interface Span {
  readonly from: number
  readonly until: number
}

const dayLetters: Readonly<Record<string, 'day' | 'week' | 'month' | 'year'>> = {
  d: 'day',
  w: 'week',
  m: 'month',
  y: 'year',
}

/**
 * The day, month or year a person named, in the time zone of this machine: `2026`, `2026-11`, `2026-11-04`, `today`,
 * `yesterday`, or how long ago (`7d`, `2w`, `3m`, `1y`: from that day until now). Null for anything else.
 */
export function spanNamed(name: string, now: number): Span | null {
  const text = name.toLowerCase()
  const today = new Date(now).setHours(0, 0, 0, 0)
  if (text === 'today') return { from: today, until: daysFrom(today, 1) }
  if (text === 'yesterday') return { from: daysFrom(today, -1), until: today }
  const ago = /^(\d{1,4})([dwmy])$/.exec(text)
  if (ago)
    return { from: longAgo(today, Number(ago[1]), dayLetters[ago[2] ?? 'd'] ?? 'day'), until: daysFrom(today, 1) }
  const date = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(text)
  if (!date) return null
  const [year, month, day] = [Number(date[1]), Number(date[2] ?? 1) - 1, Number(date[3] ?? 1)]
  const from = new Date(year, month, day)
  // The month after December and the 30th of February are other dates than those written.
  if (from.getFullYear() !== year || from.getMonth() !== month || from.getDate() !== day) return null
  const until = date[3]
    ? new Date(year, month, day + 1)
    : date[2]
      ? new Date(year, month + 1, 1)
      : new Date(year + 1, 0, 1)
  return { from: from.getTime(), until: until.getTime() }
}

function daysFrom(day: number, days: number): number {
  const date = new Date(day)
  // By the calendar: a day is 23 or 25 hours long when clocks change.
  return date.setDate(date.getDate() + days)
}

function longAgo(today: number, count: number, unit: 'day' | 'week' | 'month' | 'year'): number {
  const date = new Date(today)
  if (unit === 'day') return daysFrom(today, -count)
  if (unit === 'week') return daysFrom(today, -7 * count)
  return unit === 'month' ? date.setMonth(date.getMonth() - count) : date.setFullYear(date.getFullYear() - count)
}
