import { and, asc, count, eq, isNull } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import type { ConversationFolder } from '#contract/conversations.contract'
import { conversationFolders, conversations } from '#database/chat.table'
import type { Database } from '#database/database'

export type ConversationFolderStore = ReturnType<typeof createConversationFolderStore>

/** Keeps the folders of conversations; the only writer of their table. */
export function createConversationFolderStore({ drizzle }: Database, clock: () => number = Date.now) {
  return { list, add, rename, remove }

  /** By name. */
  function list(): ConversationFolder[] {
    const counted = new Map(
      drizzle
        .select({ folderId: conversations.folderId, held: count() })
        .from(conversations)
        .where(and(isNull(conversations.deletedAt), isNull(conversations.archivedAt)))
        .groupBy(conversations.folderId)
        .all()
        .map(({ folderId, held }) => [folderId, held]),
    )
    return drizzle
      .select()
      .from(conversationFolders)
      .where(isNull(conversationFolders.deletedAt))
      .orderBy(asc(conversationFolders.title))
      .all()
      .map(({ id, title }) => ({ id, title, conversations: counted.get(id) ?? 0 }))
      .toSorted((a, b) => a.title.localeCompare(b.title))
  }

  function add(title: string): ConversationFolder {
    const now = clock()
    const { id } = drizzle
      .insert(conversationFolders)
      .values({ id: newId(), title, createdAt: now, updatedAt: now })
      .returning()
      .get()
    return { id, title, conversations: 0 }
  }

  function rename(id: string, title: string): ConversationFolder | null {
    drizzle.update(conversationFolders).set({ title, updatedAt: clock() }).where(eq(conversationFolders.id, id)).run()
    return list().find((folder) => folder.id === id) ?? null
  }

  /** Takes the folder away and its conversations out of it. */
  function remove(id: string): boolean {
    return drizzle.transaction((transaction) => {
      transaction.update(conversations).set({ folderId: null }).where(eq(conversations.folderId, id)).run()
      const gone = { deletedAt: clock() }
      return transaction.update(conversationFolders).set(gone).where(eq(conversationFolders.id, id)).run().changes > 0
    })
  }
}
