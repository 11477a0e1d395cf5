import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** Requests that left this machine, without what they said; kept as long as is set. Written only by main's network store. */
export const outwardRequests = sqliteTable(
  'outward_requests',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    at: integer().notNull(),
    host: text().notNull(),
    purpose: text({ enum: ['answers', 'embedding', 'backup', 'updates'] }).notNull(),
    method: text().notNull(),
    path: text().notNull(),
    outcome: text({ enum: ['answered', 'failed', 'held-back'] }).notNull(),
    status: integer(),
    bytes: integer(),
    milliseconds: integer().notNull(),
  },
  (t) => [index('outward_requests_by_time').on(t.at)],
)
