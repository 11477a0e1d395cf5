import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

/**
 * What Alcove did for a person, without content: each row holds the SHA-256 of the one before it, and its own. Rows are never
 * changed, and deleted only from the old end; triggers see to both. Written only by main's activity store.
 */
export const activity = sqliteTable(
  'activity',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    /** The log it belongs to: that of this library, or of one that was imported. */
    chain: text().notNull(),
    /** Its place in that log, from 1. */
    number: integer().notNull(),
    at: integer().notNull(),
    /** `ActivityKind` of the contract; newer versions know more. */
    kind: text().notNull(),
    /** JSON, exactly as it was hashed. */
    about: text().notNull(),
    previous: text().notNull(),
    hash: text().notNull(),
  },
  (t) => [
    uniqueIndex('activity_by_number').on(t.chain, t.number),
    index('activity_by_time').on(t.at, t.id),
    index('activity_by_kind').on(t.kind, t.at, t.id),
  ],
)

/** Where each log of activity ends, and how much of its beginning was let go. Written only by main's activity store. */
export const activityChains = sqliteTable('activity_chains', {
  chain: text().primaryKey(),
  /** True for the log of this library; exactly one is. */
  own: integer({ mode: 'boolean' }).notNull(),
  /** The number and hash of the last row. */
  number: integer().notNull(),
  hash: text().notNull(),
  /** Up to here rows were let go after their time; `trimmedHash` is the hash of the last of them. */
  trimmedTo: integer().notNull(),
  trimmedHash: text().notNull(),
  createdAt: integer().notNull(),
})
