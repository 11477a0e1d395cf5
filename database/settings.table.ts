import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** What the person set, one row per key; absent keys have their default. Written only by main's settings store. */
export const settings = sqliteTable('settings', {
  key: text().primaryKey(),
  value: text({ mode: 'json' }).notNull(),
  createdAt: integer().notNull(),
  updatedAt: integer().notNull(),
  deletedAt: integer(),
})
