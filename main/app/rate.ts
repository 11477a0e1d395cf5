export interface Rate {
  /** Says that `count` more things were done. */
  add(count: number): void
  /** How many are done a second, lately; null until enough was seen to say. */
  perSecond(): number | null
  reset(): void
}

const memory = 8_000
const enough = 1_500

/** Measures how fast work goes by an exponential moving average over the last seconds. */
export function createRate(clock: () => number): Rate {
  let startedAt: number | null = null
  let lastAt = 0
  let weight = 0
  return { add, perSecond, reset }

  function add(count: number): void {
    const now = clock()
    startedAt ??= now
    weight = faded(now) + count
    lastAt = now
  }

  function perSecond(): number | null {
    const now = clock()
    if (startedAt === null || now - startedAt < enough) return null
    // Early on the average is over less than the whole memory; dividing by what was seen keeps it honest.
    const seen = memory * (1 - Math.exp(-(now - startedAt) / memory))
    return (faded(now) / seen) * 1_000
  }

  function reset(): void {
    startedAt = null
    weight = 0
  }

  function faded(now: number): number {
    return weight * Math.exp(-(now - lastAt) / memory)
  }
}
