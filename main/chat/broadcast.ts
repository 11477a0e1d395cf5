/** A stream that any number of listeners follow from its beginning, each at its own speed. */
export interface Broadcast<T> {
  send(event: T): void
  end(): void
  /** Everything sent so far and from now on; ends with the broadcast, or when `signal` is aborted. */
  follow(signal?: AbortSignal): AsyncGenerator<T>
}

/** Begins a broadcast; what was sent is held until it is forgotten as a whole. */
export function createBroadcast<T>(): Broadcast<T> {
  const sent: T[] = []
  const wakers = new Set<() => void>()
  let ended = false
  return { send, end, follow }

  function send(event: T) {
    sent.push(event)
    wake()
  }

  function end() {
    ended = true
    wake()
  }

  function wake() {
    for (const waker of wakers) waker()
    wakers.clear()
  }

  async function* follow(signal?: AbortSignal): AsyncGenerator<T> {
    for (let next = 0; !signal?.aborted; ) {
      const event = sent[next]
      if (event !== undefined) {
        next += 1
        yield event
      } else if (ended) {
        return
      } else {
        await news(signal)
      }
    }
  }

  // A listener that leaves while nothing is sent wakes itself by its signal.
  async function news(signal: AbortSignal | undefined): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    wakers.add(resolve)
    signal?.addEventListener('abort', () => resolve(), { once: true })
    await promise
    wakers.delete(resolve)
  }
}
