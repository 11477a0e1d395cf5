import { eq, inArray, sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { Turn } from '#contract/chat.contract'
import { messages } from '#database/chat.table'
import type { Database } from '#database/database'
import { Details, noDetails } from './message-rows.store.ts'
import { Told } from './told.ts'

/** Keeps what is known of an answer and is no part of it; with the chat store the only writer of its table. */
export function createDetailsStore({ drizzle }: Database) {
  return { sumUp, told, tell }

  /** Keeps what sums up everything to an answer, or forgets it; false where there is no such answer. */
  function sumUp(answerId: string, summary: Turn['summary']): boolean {
    return change(answerId, { summary })
  }

  /** How the prompts of answers told what stood above them, by answer; nothing for those of which that is not known. */
  function told(answerIds: readonly string[]): ReadonlyMap<string, Told> {
    const rows = drizzle
      .select({ id: messages.id, told: sql<string | null>`json_extract(${messages.details}, '$.told')` })
      .from(messages)
      .where(inArray(messages.id, [...answerIds]))
      .all()
    return new Map(rows.flatMap(({ id, told: json }) => (json === null ? [] : toldIn(id, json))))
  }

  /** Keeps how the prompt of an answer told what stood above it. */
  function tell(answerId: string, how: Told): void {
    change(answerId, { told: how })
  }

  function change(answerId: string, changed: Partial<z.infer<typeof Details>>): boolean {
    const row = drizzle.select().from(messages).where(eq(messages.id, answerId)).get()
    if (row?.role !== 'answer') return false
    const known = Details.safeParse(row.details)
    const details = { ...(known.success ? known.data : noDetails), ...changed }
    drizzle.update(messages).set({ details }).where(eq(messages.id, answerId)).run()
    return true
  }
}

function toldIn(id: string, json: string): [string, Told][] {
  const known = Told.safeParse(JSON.parse(json))
  return known.success ? [[id, known.data]] : []
}
