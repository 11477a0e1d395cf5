const numbers = new Intl.NumberFormat('en')
const bytesUnits = ['bytes', 'KB', 'MB', 'GB', 'TB'] as const

/** `1,204`. */
export function count(n: number) {
  return numbers.format(n)
}

/** `1 document`, `1,204 documents`. */
export function plural(n: number, one: string, many = `${one}s`) {
  return `${count(n)} ${n === 1 ? one : many}`
}

/** `412 KB`, `2.1 GB`. */
export function bytes(n: number) {
  let unit = 0
  let value = n
  while (value >= 1_000 && unit < bytesUnits.length - 1) {
    value /= 1_000
    unit += 1
  }
  return `${value >= 10 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${bytesUnits[unit]}`
}

/** `about 2 hours`, `about 4 minutes`, `less than a minute`. */
export function timeLeft(seconds: number) {
  if (seconds < 60) return 'less than a minute'
  if (seconds < 5_400) return `about ${plural(Math.round(seconds / 60), 'minute')}`
  return `about ${plural(Math.round(seconds / 3_600), 'hour')}`
}

/** `12 April 2022`. */
export function longDate(time: number) {
  return new Date(time).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })
}

/** The heading a day stands under: Today, Yesterday, Last week, or its month. */
export function dayName(time: number, now: number) {
  const days = Math.round((startOfDay(now) - startOfDay(time)) / 86_400_000)
  if (days <= 0) return 'Today'
  if (days === 1) return 'Yesterday'
  if (days < 8) return 'Last week'
  const month: Intl.DateTimeFormatOptions =
    new Date(time).getFullYear() === new Date(now).getFullYear()
      ? { month: 'long' }
      : { month: 'long', year: 'numeric' }
  return new Date(time).toLocaleDateString('en-GB', month)
}

function startOfDay(time: number) {
  return new Date(time).setHours(0, 0, 0, 0)
}
