import { desc, lt } from 'drizzle-orm'
import type { OutwardRequest } from '#contract/network.contract'
import type { Database } from '#database/database'
import { outwardRequests } from '#database/network.table'

export type OutwardStore = ReturnType<typeof createOutwardStore>

const keptFor = 90 * 86_400_000
const looksEvery = 500

/** Keeps what left this machine for 90 days; the only writer of its table. */
export function createOutwardStore({ drizzle }: Database, clock: () => number = Date.now) {
  let written = 0
  return { add, list, forget }

  function add(request: Omit<OutwardRequest, 'id'>): void {
    drizzle.insert(outwardRequests).values(request).run()
    written += 1
    if (written % looksEvery !== 1) return
    drizzle
      .delete(outwardRequests)
      .where(lt(outwardRequests.at, clock() - keptFor))
      .run()
  }

  /** The newest first, before one of them when given. */
  function list({ limit, before }: { readonly limit: number; readonly before?: number | undefined }): OutwardRequest[] {
    return drizzle
      .select()
      .from(outwardRequests)
      .where(before === undefined ? undefined : lt(outwardRequests.id, before))
      .orderBy(desc(outwardRequests.id))
      .limit(limit)
      .all()
  }

  function forget(): number {
    return drizzle.delete(outwardRequests).run().changes
  }
}
