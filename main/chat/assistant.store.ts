import { and, asc, eq, isNull } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import { Assistant } from '#contract/assistants.contract'
import { assistants } from '#database/chat.table'
import type { Database } from '#database/database'

export type AssistantStore = ReturnType<typeof createAssistantStore>

/** Keeps ways of answering; the only writer of their table. */
export function createAssistantStore({ drizzle }: Database, clock: () => number = Date.now) {
  return { list, find, add, change, remove }

  /** By name. */
  function list(): Assistant[] {
    return drizzle
      .select()
      .from(assistants)
      .where(isNull(assistants.deletedAt))
      .orderBy(asc(assistants.name))
      .all()
      .flatMap((row) => Assistant.safeParse(row).data ?? [])
      .toSorted((a, b) => a.name.localeCompare(b.name))
  }

  function find(id: string): Assistant | undefined {
    const row = drizzle
      .select()
      .from(assistants)
      .where(and(eq(assistants.id, id), isNull(assistants.deletedAt)))
      .get()
    return Assistant.safeParse(row).data
  }

  function add(wanted: Omit<Assistant, 'id'>): Assistant {
    const now = clock()
    const made = { ...wanted, id: newId() }
    drizzle
      .insert(assistants)
      .values({ ...made, createdAt: now, updatedAt: now })
      .run()
    return made
  }

  function change({ id, ...wanted }: Assistant): Assistant | undefined {
    const values = { ...wanted, updatedAt: clock() }
    drizzle
      .update(assistants)
      .set(values)
      .where(and(eq(assistants.id, id), isNull(assistants.deletedAt)))
      .run()
    return find(id)
  }

  function remove(id: string): boolean {
    const gone = { deletedAt: clock() }
    return drizzle.update(assistants).set(gone).where(eq(assistants.id, id)).run().changes > 0
  }
}
