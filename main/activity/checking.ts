import type { ActivityCheck } from '#contract/activity.contract'
import type { ActivityStore } from './activity.store.ts'
import { createFollower, type Fault } from './chain.ts'

const rowsAtOnce = 1_000

/** Compares every row of every log with its hash and with the row before it, some at a time so that others get their turn. */
export async function checkActivity(store: Pick<ActivityStore, 'chains' | 'rows' | 'end'>): Promise<ActivityCheck> {
  const { hash } = store.end()
  const chains = store.chains()
  let rows = 0
  for (const end of chains) {
    const follower = createFollower(end)
    const wrong = (fault: Fault): ActivityCheck => {
      const { state, number } = fault
      return { state, rows, logs: chains.length, hash, wrong: { chain: end.chain, number } }
    }
    for (let behind = end.trimmedTo; ; ) {
      const some = store.rows(end.chain, behind, rowsAtOnce)
      for (const row of some) {
        const fault = follower.next(row)
        if (fault) return wrong(fault)
        rows += 1
        behind = row.number
      }
      if (some.length < rowsAtOnce) break
      await new Promise((resolve) => setImmediate(resolve))
    }
    const fault = follower.end()
    if (fault) return wrong(fault)
  }
  return { state: 'whole', rows, logs: chains.length, hash, wrong: null }
}
