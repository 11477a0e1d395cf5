import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { conversations } from './chat.table.ts'

/** Requests to model servers, without what they said; kept for 90 days. Written only by main's models store. */
export const modelRequests = sqliteTable(
  'model_requests',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    at: integer().notNull(),
    server: text().notNull(),
    model: text().notNull(),
    local: integer({ mode: 'boolean' }).notNull(),
    use: text({ enum: ['chat', 'quick', 'background'] }).notNull(),
    work: text({ enum: ['answer', 'summary', 'title'] }).notNull(),
    waitedMs: integer().notNull(),
    firstWordMs: integer(),
    totalMs: integer().notNull(),
    promptTokens: integer(),
    answerTokens: integer(),
    loadMs: integer(),
    promptMs: integer(),
    answerMs: integer(),
    outcome: text({ enum: ['done', 'stopped', 'failed'] }).notNull(),
    reason: text(),
  },
  (t) => [index('model_requests_by_time').on(t.at)],
)

/**
 * What models wrote in work that nobody waits for, by the hash of all they were sent; it goes with the conversation it is of.
 * Written only by main's models store.
 */
export const modelResponses = sqliteTable(
  'model_responses',
  {
    /** SHA-256 of the whole request. */
    key: text().primaryKey(),
    conversationId: text()
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    text: text().notNull(),
    /** How often it was used again. */
    hits: integer().notNull(),
    createdAt: integer().notNull(),
    usedAt: integer().notNull(),
  },
  (t) => [index('model_responses_by_conversation').on(t.conversationId), index('model_responses_by_use').on(t.usedAt)],
)
