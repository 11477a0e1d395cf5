import type { ActivityAbout, ActivityFilter, ActivityKind } from '#contract/activity.contract'
import type { ActivityStore } from './activity.store.ts'
import { csvHead, toCsv, toJsonLines } from './activity-file.ts'
import { checkActivity } from './checking.ts'

export interface ActivityDeps {
  readonly store: ActivityStore
  readonly clock?: () => number
  readonly report: (error: unknown) => void
}

export type ActivityService = ReturnType<typeof createActivityService>

const rowsAtOnce = 1_000
const trimmedAtOnce = 500

/** Keeps the log of what Alcove did for a person, and shows that nobody changed it. */
export function createActivityService({ store, clock = Date.now, report }: ActivityDeps) {
  return { note, list, check: () => checkActivity(store), export: exportOf, trim }

  function note(kind: ActivityKind, about: ActivityAbout = {}): void {
    try {
      store.add({ kind, about })
    } catch (error) {
      // A full disk must not stop what is being done; the row is missing then.
      report(error)
    }
  }

  function list(wanted: Parameters<ActivityStore['list']>[0]) {
    return { entries: store.list(wanted), total: store.count(wanted) }
  }

  async function exportOf({ format, ...filter }: ActivityFilter & { readonly format: 'jsonl' | 'csv' }) {
    const pieces: string[] = []
    let after: { at: number; id: number } | undefined
    for (;;) {
      const some = store.list({ ...filter, limit: rowsAtOnce, after })
      const oldestFirst = some.toReversed()
      pieces.unshift(format === 'csv' ? toCsv(oldestFirst) : toJsonLines(oldestFirst))
      const last = some.at(-1)
      if (!last || some.length < rowsAtOnce) break
      after = { at: last.at, id: last.id }
      await new Promise((resolve) => setImmediate(resolve))
    }
    const day = new Date(clock()).toISOString().slice(0, 10)
    const text = `${format === 'csv' ? csvHead : ''}${pieces.join('')}`
    const type = format === 'csv' ? 'text/csv' : 'application/jsonl'
    return { name: `alcove-activity-${day}.${format}`, type, text }
  }

  /** Lets go what is older than a time, some at a time; the rest of the log stays as it can be checked. */
  async function trim(before: number): Promise<number> {
    let gone = 0
    for (;;) {
      const some = store.trim(before, trimmedAtOnce)
      gone += some
      if (some === 0) return gone
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
}
