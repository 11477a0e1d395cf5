import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** Conversations. Written only by main's chat store; anyone may read. */
export const conversations = sqliteTable(
  'conversations',
  {
    id: text().primaryKey(),
    title: text().notNull(),
    createdAt: integer().notNull(),
    updatedAt: integer().notNull(),
    deletedAt: integer(),
  },
  (t) => [index('conversations_by_update').on(t.updatedAt)],
)

/** Questions and answers of a conversation, a tree by `parentId`. Written only by main's chat store. */
export const messages = sqliteTable(
  'messages',
  {
    id: text().primaryKey(),
    conversationId: text()
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    parentId: text(),
    role: text({ enum: ['question', 'answer'] }).notNull(),
    text: text().notNull(),
    /** Answers only. */
    state: text({ enum: ['writing', 'done', 'interrupted'] }),
    mode: text({ enum: ['model', 'quotes', 'nothing'] }),
    model: text(),
    local: integer({ mode: 'boolean' }),
    /** The rest of an answer (citations, failure, timings, what was given) as JSON in the shape of the contract. */
    details: text({ mode: 'json' }),
    createdAt: integer().notNull(),
    updatedAt: integer().notNull(),
    deletedAt: integer(),
  },
  (t) => [index('messages_by_conversation').on(t.conversationId, t.createdAt)],
)
