import { asc, eq } from 'drizzle-orm'
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
