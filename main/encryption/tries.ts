/** How long the next try waits after wrong ones: the first few are free, then each costs twice the time, up to a minute. */
export function createTries(clock: () => number = Date.now) {
  let wrong = 0
  let until = 0
  return { wait, failed, succeeded }

  /** Seconds until the next try counts. */
  function wait(): number {
    return Math.max(0, (until - clock()) / 1_000)
  }

  function failed(): void {
    wrong += 1
    if (wrong >= free) until = clock() + Math.min(longest, 1_000 * 2 ** (wrong - free))
  }

  function succeeded(): void {
    wrong = 0
    until = 0
  }
}

const free = 5
const longest = 60_000
