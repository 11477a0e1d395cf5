export type ConnectionState = 'connecting' | 'open' | 'lost'

export interface Connection<Link> {
  /** The present link; waits while there is none. */
  readonly link: (signal?: AbortSignal) => Promise<Link>
  readonly state: () => ConnectionState
  readonly subscribe: (listener: () => void) => () => void
}

export interface Attempt<Link> {
  readonly link: Link
  readonly onOpen: (listener: () => void) => void
  readonly onClose: (listener: () => void) => void
}

const firstPause = 250
const longestPause = 5_000

/** Keeps one link open, opening the next with growing pauses when it is lost. */
export function createConnection<Link>(connect: () => Attempt<Link>): Connection<Link> {
  const listeners = new Set<() => void>()
  let waiting: ((link: Link) => void)[] = []
  let current: Link | null = null
  let state: ConnectionState = 'connecting'
  let pause = firstPause

  attempt()
  return { link, state: () => state, subscribe }

  function attempt() {
    const next = connect()
    next.onOpen(() => {
      current = next.link
      pause = firstPause
      change('open')
      for (const take of waiting) take(next.link)
      waiting = []
    })
    next.onClose(() => {
      current = null
      change('lost')
      setTimeout(attempt, pause)
      pause = Math.min(pause * 2, longestPause)
    })
  }

  function link(signal?: AbortSignal) {
    if (current) return Promise.resolve(current)
    return new Promise<Link>((resolve, reject) => {
      waiting.push(resolve)
      signal?.addEventListener('abort', () => {
        waiting = waiting.filter((take) => take !== resolve)
        reject(signal.reason)
      })
    })
  }

  function subscribe(listener: () => void) {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  function change(next: ConnectionState) {
    state = next
    for (const listener of listeners) listener()
  }
}
