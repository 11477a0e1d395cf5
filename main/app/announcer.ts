export interface Announcer<T> {
  /** Something changed; followers learn of it soon. */
  changed(): void
  /** The value now and after each change, at most once per pause, until `signal` or the library ends. */
  follow(signal?: AbortSignal): AsyncGenerator<T>
  close(): void
}

const pause = 250

/** Streams a value to any number of followers; costs nothing while nothing changes. */
export function createAnnouncer<T>(current: () => T): Announcer<T> {
  const closing = new AbortController()
  let version = 0
  let waiters: (() => void)[] = []
  return { changed, follow, close: () => closing.abort() }

  function changed(): void {
    version += 1
    const woken = waiters
    waiters = []
    for (const wake of woken) wake()
  }

  async function* follow(signal?: AbortSignal): AsyncGenerator<T> {
    const ended = signal ? AbortSignal.any([signal, closing.signal]) : closing.signal
    for (let seen = -1; !ended.aborted; ) {
      if (seen === version) {
        await orEnd(new Promise<void>((resolve) => waiters.push(resolve)), ended)
        continue
      }
      seen = version
      yield current()
      await orEnd(wait(), ended)
    }
  }
}

function wait(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, pause)
  })
}

async function orEnd(promise: Promise<void>, ended: AbortSignal): Promise<void> {
  if (ended.aborted) return
  const { promise: end, resolve } = Promise.withResolvers<void>()
  const stop = () => resolve()
  ended.addEventListener('abort', stop, { once: true })
  await Promise.race([promise, end])
  ended.removeEventListener('abort', stop)
}
