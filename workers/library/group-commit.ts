export interface GroupCommitOptions<Item, Answer> {
  /** Writes all items or none; answers in their order. */
  readonly write: (items: readonly Item[]) => readonly Answer[]
  readonly weightOf: (item: Item) => number
  /** True when nobody who might still add is at work, so that waiting gains nothing. */
  readonly isIdle: () => boolean
  readonly mostItems?: number
  readonly mostWeight?: number
  readonly mostMilliseconds?: number
}

export interface GroupCommit<Item, Answer> {
  /** Settles once the item was committed together with its neighbours, or when that failed. */
  add(item: Item): Promise<Answer>
  /** To be called when someone who might have added did not. */
  check(): void
  /** Writes what waits: whoever adds next waits for it. */
  commit(): void
}

interface Waiting<Item, Answer> {
  readonly item: Item
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: unknown) => void
}

/** Puts many small writes into one transaction, because what a transaction costs is the wait for the disk. */
export function createGroupCommit<Item, Answer>({
  write,
  weightOf,
  isIdle,
  mostItems = 32,
  mostWeight = 1_000,
  mostMilliseconds = 100,
}: GroupCommitOptions<Item, Answer>): GroupCommit<Item, Answer> {
  let group: Waiting<Item, Answer>[] = []
  let weight = 0
  let timer: NodeJS.Timeout | undefined

  return { add, check, commit }

  function add(item: Item): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>()
    group.push({ item, resolve, reject })
    weight += weightOf(item)
    timer ??= setTimeout(commit, mostMilliseconds)
    check()
    return promise
  }

  function check(): void {
    if (group.length > 0 && (isIdle() || group.length >= mostItems || weight >= mostWeight)) commit()
  }

  function commit(): void {
    if (group.length === 0) return
    const waiting = group
    group = []
    weight = 0
    clearTimeout(timer)
    timer = undefined
    try {
      const answers = write(waiting.map(({ item }) => item))
      waiting.forEach(({ resolve, reject }, index) => {
        const answer = answers[index]
        if (answer === undefined) reject(new Error('A group was written without an answer for each item'))
        else resolve(answer)
      })
    } catch (error) {
      if (waiting.length === 1) waiting[0]?.reject(error)
      else for (const one of waiting) alone(one)
    }
  }

  // One bad item must not cost its neighbours their place.
  function alone({ item, resolve, reject }: Waiting<Item, Answer>): void {
    try {
      const [answer] = write([item])
      if (answer === undefined) throw new Error('Nothing was written')
      resolve(answer)
    } catch (error) {
      reject(error)
    }
  }
}
