export interface Refresh {
  /** Something was written or removed: search takes it up soon. */
  soon(): void
  /** Resolves when search has taken up all that was announced before. */
  settle(): Promise<void>
  close(): void
}

const pause = 500

/** Tells search about changes, one call at a time and never more often than twice a second unless someone waits. */
export function createRefresh(onChanged: () => Promise<void>, report: (error: unknown) => void): Refresh {
  let announced = 0
  let taken = 0
  let running: Promise<void> | null = null
  let timer: NodeJS.Timeout | null = null
  let closed = false
  return { soon, settle, close }

  function soon(): void {
    announced += 1
    if (!running && !timer) void refresh()
  }

  async function settle(): Promise<void> {
    const target = announced
    while (taken < target && !closed) await refresh()
  }

  function close(): void {
    closed = true
    if (timer) clearTimeout(timer)
  }

  function refresh(): Promise<void> {
    running ??= run().finally(() => {
      running = null
    })
    return running
  }

  async function run(): Promise<void> {
    if (timer) clearTimeout(timer)
    const upTo = announced
    try {
      await onChanged()
    } catch (error) {
      report(error)
    }
    taken = upTo
    timer = closed ? null : setTimeout(again, pause).unref()
  }

  function again(): void {
    timer = null
    if (taken < announced) void refresh()
  }
}
