import { and, asc, eq, isNull } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import { Prompt } from '#contract/assistants.contract'
import { prompts } from '#database/chat.table'
import type { Database } from '#database/database'

export type PromptStore = ReturnType<typeof createPromptStore>

/** Keeps texts to ask with; the only writer of their table. */
export function createPromptStore({ drizzle }: Database, clock: () => number = Date.now) {
  return { list, find, add, change, remove, ran }

  /** By name. */
  function list(): Prompt[] {
    return drizzle
      .select()
      .from(prompts)
      .where(isNull(prompts.deletedAt))
      .orderBy(asc(prompts.name))
      .all()
      .flatMap((row) => Prompt.safeParse(row).data ?? [])
      .toSorted((a, b) => a.name.localeCompare(b.name))
  }

  function find(id: string): Prompt | undefined {
    const row = drizzle
      .select()
      .from(prompts)
      .where(and(eq(prompts.id, id), isNull(prompts.deletedAt)))
      .get()
    return Prompt.safeParse(row).data
  }

  function add(wanted: Omit<Prompt, 'id' | 'ranAt'>): Prompt {
    const now = clock()
    const made = { ...wanted, id: newId(), ranAt: null }
    drizzle
      .insert(prompts)
      .values({ ...made, createdAt: now, updatedAt: now })
      .run()
    return made
  }

  function change({ id, ...wanted }: Omit<Prompt, 'ranAt'>): Prompt | undefined {
    const values = { ...wanted, updatedAt: clock() }
    drizzle
      .update(prompts)
      .set(values)
      .where(and(eq(prompts.id, id), isNull(prompts.deletedAt)))
      .run()
    return find(id)
  }

  function remove(id: string): boolean {
    return drizzle.update(prompts).set({ deletedAt: clock() }).where(eq(prompts.id, id)).run().changes > 0
  }

  /** Notes that a prompt was asked by itself. */
  function ran(id: string, at: number): void {
    drizzle.update(prompts).set({ ranAt: at }).where(eq(prompts.id, id)).run()
  }
}
