export interface LimitRange {
  readonly least: number
  readonly most: number
}

/** The whole number that was typed, or null when it is none or outside the range. */
export function limitOf(typed: string, { least, most }: LimitRange): number | null {
  const digits = typed.trim()
  if (!/^\d{1,6}$/.test(digits)) return null
  const value = Number(digits)
  return value >= least && value <= most ? value : null
}
