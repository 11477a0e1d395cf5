import type { NoteActivity } from '#contract/activity.contract'
import type { Settings } from '#contract/settings.contract'

/** Something that is kept for a time. */
export interface Keeper {
  /** As it is noted in the log. */
  readonly kind: string
  /** Days it is kept; null: until a person deletes it. */
  readonly days: (settings: Settings) => number | null
  /** Deletes what is older than a time, a little at a time so that others get their turn; returns how many things. */
  readonly deleteBefore: (time: number) => number | Promise<number>
}

export interface RetentionDeps {
  readonly keepers: readonly Keeper[]
  readonly settings: () => Settings
  /** Whether the clock is believed; asked before each round. */
  readonly mayDelete: () => Promise<boolean>
  readonly note: NoteActivity
  readonly report: (error: unknown) => void
  readonly clock?: () => number
}

const day = 86_400_000
const hour = 3_600_000

/** Deletes everything whose time has come: at the start and from hour to hour, unless the clock has leapt. */
export function createRetention({ keepers, settings, mayDelete, note, report, clock = Date.now }: RetentionDeps) {
  let rounds: NodeJS.Timeout | undefined
  let running: Promise<void> | null = null
  let closed = false
  return { start, round, close }

  function start(): void {
    void round().catch(report)
    rounds ??= setInterval(() => void round().catch(report), hour).unref()
  }

  /** One look at everything; calls meanwhile wait for the same. */
  function round(): Promise<void> {
    running ??= lookAtAll().finally(() => {
      running = null
    })
    return running
  }

  async function lookAtAll(): Promise<void> {
    if (closed || !(await mayDelete())) return
    const wanted = settings()
    for (const { kind, days: daysOf, deleteBefore } of keepers) {
      const days = daysOf(wanted)
      if (days === null || closed) continue
      try {
        const items = await deleteBefore(clock() - days * day)
        if (items > 0) note('kept-no-longer', { kind, items, days })
      } catch (error) {
        // One kind that cannot be deleted now is no reason to keep the others.
        report(error)
      }
    }
  }

  /** Ends it; resolves when nothing is being deleted any more. */
  async function close(): Promise<void> {
    closed = true
    clearInterval(rounds)
    await running?.catch(() => {})
  }
}
