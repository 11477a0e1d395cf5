import type { EmbeddingThread } from './embedding-thread.ts'

/** A right to have one text run by one thread; it must be used. */
export type Place = (ids: readonly number[], types?: readonly number[]) => Promise<Float32Array<ArrayBuffer>>

export interface ThreadPool {
  /** Waits for a free place; whoever asked first gets the next one, so a single question passes between the texts of a long list. */
  acquire(signal: AbortSignal): Promise<Place>
  /** Places taken now: never more than two per thread. */
  inFlight(): number
  /** Refuses everyone who waits and ends the threads once they have answered what they were given. */
  close(): Promise<void>
}

interface Seat {
  readonly thread: EmbeddingThread
  taken: number
}

interface Waiting {
  readonly admit: (seat: Seat) => void
  readonly refuse: (reason: unknown) => void
}

// One text running and one waiting, so that a thread is not idle while its answer travels.
const placesPerThread = 2

/** Shares threads between callers, with a bound on what waits inside them. */
export function createThreadPool(threads: readonly EmbeddingThread[]): ThreadPool {
  const seats: readonly Seat[] = threads.map((thread) => ({ thread, taken: 0 }))
  const queue = new Set<Waiting>()
  let closed = false

  return { acquire, inFlight, close }

  async function acquire(signal: AbortSignal): Promise<Place> {
    signal.throwIfAborted()
    if (closed) throw new Error('The embedder is closed')
    const seat = take() ?? (await turn(signal))
    return (ids, types) => use(seat, ids, types)
  }

  async function use(seat: Seat, ...given: Parameters<Place>): Promise<Float32Array<ArrayBuffer>> {
    try {
      return await seat.thread.run(...given)
    } finally {
      seat.taken -= 1
      admitNext()
    }
  }

  function take(): Seat | undefined {
    const [freest] = seats.toSorted((a, b) => a.taken - b.taken)
    if (!freest || freest.taken >= placesPerThread) return undefined
    freest.taken += 1
    return freest
  }

  async function turn(signal: AbortSignal): Promise<Seat> {
    const { promise, resolve, reject } = Promise.withResolvers<Seat>()
    const waiting = { admit: resolve, refuse: reject }
    const leave = () => reject(signal.reason)
    queue.add(waiting)
    signal.addEventListener('abort', leave, { once: true })
    try {
      return await promise
    } finally {
      queue.delete(waiting)
      signal.removeEventListener('abort', leave)
    }
  }

  function admitNext(): void {
    const [next] = queue
    const seat = next && take()
    if (!seat) return
    queue.delete(next)
    next.admit(seat)
  }

  function inFlight(): number {
    return seats.reduce((sum, seat) => sum + seat.taken, 0)
  }

  async function close(): Promise<void> {
    closed = true
    for (const waiting of queue) waiting.refuse(new Error('The embedder is closed'))
    await Promise.all(threads.map((thread) => thread.close()))
  }
}
