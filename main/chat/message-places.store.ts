import { asc, eq, max } from 'drizzle-orm'
import { messages } from '#database/chat.table'
import type { Database } from '#database/database'
import type { MessagePlace } from './tree.ts'

/** Where the messages of a conversation stand, by age: read from an index alone. */
export function placesOf(drizzle: Database['drizzle'], conversationId: string): readonly MessagePlace[] {
  return drizzle
    .select({ id: messages.id, parentId: messages.parentId, role: messages.role, createdAt: messages.createdAt })
    .from(messages)
    .where(eq(messages.conversationId, conversationId))
    .orderBy(asc(messages.createdAt), asc(messages.id))
    .all()
}

/**
 * The time of a message that is said now: later than everything in its conversation, as in a hybrid logical clock (Kulkarni et
 * al., 2014), so that a clock that is set back changes no order.
 */
export function timeOfNext(
  drizzle: Pick<Database['drizzle'], 'select'>,
  conversationId: string | undefined,
  now: number,
): number {
  if (conversationId === undefined) return now
  const { latest } =
    drizzle
      .select({ latest: max(messages.createdAt) })
      .from(messages)
      .where(eq(messages.conversationId, conversationId))
      .get() ?? {}
  return Math.max(now, (latest ?? Number.NEGATIVE_INFINITY) + 1)
}
