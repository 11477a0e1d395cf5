import { desc, inArray, lt } from 'drizzle-orm'
import type { OutwardRequest } from '#contract/network.contract'
import type { Database } from '#database/database'
import { outwardRequests } from '#database/network.table'

export type OutwardStore = ReturnType<typeof createOutwardStore>

/** Keeps what left this machine; the only writer of its table. */
export function createOutwardStore({ drizzle }: Database) {
  return { add, list, forget, deleteBefore }

  function add(request: Omit<OutwardRequest, 'id'>): void {
    drizzle.insert(outwardRequests).values(request).run()
  }

  /** Deletes at most so many of those that left before a time; returns how many. */
  function deleteBefore(time: number, most: number): number {
    const old = drizzle
      .select({ id: outwardRequests.id })
      .from(outwardRequests)
      .where(lt(outwardRequests.at, time))
      .limit(most)
    return drizzle.delete(outwardRequests).where(inArray(outwardRequests.id, old)).run().changes
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
