/** Who is served first while others wait: a question from the small window, then conversations, then what nobody waits for. */
export const priorities = ['quick', 'chat', 'background'] as const
export type Priority = (typeof priorities)[number]

export interface TurnWanted {
  readonly priority: Priority
  /** Whose request it is, such as a conversation: within a priority each owner is served in turn. */
  readonly owner: string
  readonly signal?: AbortSignal | undefined
  /** Told how many are served before it, whenever that changes; not at all when its turn is now. */
  readonly onWaiting?: (before: number) => void
}

interface Waiting extends TurnWanted {
  readonly start: () => void
}

/**
 * Turns at something that can do only so much at once. By priority, then by owner in a round, so that one who asks much
 * does not keep others waiting (round robin), then by when they came. Whoever gives up leaves at once.
 */
export function createTurns(limit: number) {
  const waiting: Waiting[] = []
  /** Owners, the one served longest ago first. */
  const served: string[] = []
  let running = 0
  return { take, running: () => running, waiting: () => waiting.length }

  /** Resolves with how to end the turn when it has come; rejects when its signal aborts before. */
  function take(wanted: TurnWanted): Promise<() => void> {
    wanted.signal?.throwIfAborted()
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        waiting.splice(waiting.indexOf(one), 1)
        tellPlaces()
        reject(wanted.signal?.reason as Error)
      }
      const one: Waiting = {
        ...wanted,
        start: () => {
          wanted.signal?.removeEventListener('abort', giveUp)
          resolve(once(end))
        },
      }
      wanted.signal?.addEventListener('abort', giveUp, { once: true })
      waiting.push(one)
      next()
      tellPlaces()
    })
  }

  function end(): void {
    running -= 1
    next()
    // With nobody there the round is over.
    if (running === 0) served.length = 0
    tellPlaces()
  }

  function next(): void {
    while (running < limit) {
      const [one] = inOrder()
      if (!one) return
      waiting.splice(waiting.indexOf(one), 1)
      running += 1
      const at = served.indexOf(one.owner)
      if (at !== -1) served.splice(at, 1)
      served.push(one.owner)
      one.start()
    }
  }

  /** All who wait as they would be served, each owner once a round. */
  function inOrder(): readonly Waiting[] {
    return priorities.flatMap((priority) => {
      const byOwner = [
        ...Map.groupBy(
          waiting.filter((one) => one.priority === priority),
          ({ owner }) => owner,
        ),
      ].toSorted(([a], [b]) => served.indexOf(a) - served.indexOf(b))
      const rounds = Math.max(0, ...byOwner.map(([, all]) => all.length))
      return Array.from({ length: rounds }, (_, round) => byOwner.flatMap(([, all]) => all[round] ?? [])).flat()
    })
  }

  function tellPlaces(): void {
    for (const [before, one] of inOrder().entries()) one.onWaiting?.(running + before)
  }
}

function once(work: () => void): () => void {
  let done = false
  return () => {
    if (done) return
    done = true
    work()
  }
}
