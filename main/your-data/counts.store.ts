import type { Database } from '#database/database'

export type CountsStore = ReturnType<typeof createCountsStore>

/** Counts what a person would miss. */
export function createCountsStore({ sqlite }: Database) {
  const count = (table: 'documents' | 'conversations') =>
    sqlite.prepare<[], number>(`SELECT count(*) FROM ${table} WHERE deleted_at IS NULL`).pluck()
  const documents = count('documents')
  const conversations = count('conversations')
  return { read: () => ({ documents: documents.get() ?? 0, conversations: conversations.get() ?? 0 }) }
}
