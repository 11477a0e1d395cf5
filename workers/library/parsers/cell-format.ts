/** What the number in a cell stands for. */
export type CellFormat = 'number' | 'percent' | 'date' | 'date-time' | 'time' | 'duration'

/** What a number format of a workbook makes of a number: by its code, or by its id for those that are built in. */
export function cellFormatOf(id: number, code: string | undefined): CellFormat {
  if (code === undefined) return builtIn(id)
  const [section = ''] = code
    .replace(/"[^"]*"|\\.|_.|\*./g, '')
    .replace(/\[(?!h+\]|m+\]|s+\])[^[\]]*\]/gi, '')
    .split(';')
  if (section.includes('%')) return 'percent'
  if (/^general$/i.test(section.trim())) return 'number'
  if (/\[(h+|m+|s+)\]/i.test(section)) return 'duration'
  const hasClock = /[hs]/i.test(section)
  const hasDay = /[yd]/i.test(section) || (/m/i.test(section) && !hasClock)
  if (hasDay) return hasClock ? 'date-time' : 'date'
  return hasClock ? 'time' : 'number'
}

export interface FormattedNumber {
  readonly value: string
  readonly format: CellFormat
  /** Whether days are counted from 1904, as old programs of one maker did. */
  readonly from1904: boolean
}

/** The number of a cell as a person reads it: dates as `2026-03-05`, without the noise of binary fractions. */
export function formatNumber({ value, format, from1904 }: FormattedNumber): string {
  const number = Number(value)
  if (value.trim() === '' || !Number.isFinite(number)) return value
  switch (format) {
    case 'number':
      return plainNumber(number)
    case 'percent':
      return `${plainNumber(number * 100)}%`
    case 'duration':
      return clock(Math.round(number * secondsPerDay))
    default:
      return dated(number, format, from1904) ?? plainNumber(number)
  }
}

const secondsPerDay = 86_400
const lastDay = 2_958_465

function dated(number: number, format: 'date' | 'date-time' | 'time', from1904: boolean): string | null {
  if (number < 0 || number > lastDay) return null
  const seconds = Math.round(number * secondsPerDay)
  const time = clock(seconds % secondsPerDay)
  if (format === 'time' || (format === 'date-time' && number < 1)) return time
  // The other count holds 1900 for a leap year, so that its days before March of that year are one too few.
  const zero = from1904 ? zero1904 : number < 60 ? zero1900 + 1 : zero1900
  const day = dayName(zero + Math.floor(seconds / secondsPerDay))
  return format === 'date' || time === '00:00' ? day : `${day} ${time}`
}

// In days since 1970.
const zero1900 = Date.UTC(1899, 11, 30) / secondsPerDay / 1_000
const zero1904 = Date.UTC(1904, 0, 1) / secondsPerDay / 1_000

function dayName(day: number): string {
  return new Date(day * secondsPerDay * 1_000).toISOString().slice(0, 10)
}

/** `14:30`, with seconds where there are any. */
function clock(seconds: number): string {
  const [hours, minutes, rest] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60]
  const two = (number: number) => String(Math.abs(number)).padStart(2, '0')
  return `${two(hours)}:${two(minutes)}${rest === 0 ? '' : `:${two(rest)}`}`
}

/** A number without the noise of binary fractions. */
export function plainNumber(number: number): string {
  const text = String(number)
  return text.length < 16 ? text : String(Number(number.toPrecision(15)))
}

function builtIn(id: number): CellFormat {
  if (id === 9 || id === 10) return 'percent'
  if (id === 22) return 'date-time'
  if (id === 46) return 'duration'
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)) return 'date'
  return (id >= 18 && id <= 21) || id === 45 || id === 47 ? 'time' : 'number'
}
