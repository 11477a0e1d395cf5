export interface BreakerOptions {
  /** Failures in a row after which nobody is let through. */
  readonly failures: number
  /** Milliseconds until one is let through to try. */
  readonly rest: number
  readonly clock?: () => number
}

/**
 * Spares a server that keeps failing, and those who would wait for it (circuit breaker, Nygard, Release It!, 2018): after so
 * many failures in a row it is open for a while, then lets one through, whose end decides.
 */
export function createBreaker({ failures: most, rest, clock = Date.now }: BreakerOptions) {
  let failures = 0
  let openedAt = 0
  let trying = false
  return { wait, resting, succeeded, failed }

  /** Milliseconds until the next try; 0 lets this one through. */
  function wait(): number {
    if (failures < most) return 0
    const left = openedAt + rest - clock()
    if (left > 0) return left
    if (trying) return rest
    trying = true
    return 0
  }

  /** As `wait`, without letting anybody through. */
  function resting(): number {
    return failures < most ? 0 : Math.max(0, openedAt + rest - clock())
  }

  function succeeded(): void {
    failures = 0
    trying = false
  }

  function failed(): void {
    failures += 1
    trying = false
    if (failures >= most) openedAt = clock()
  }
}
