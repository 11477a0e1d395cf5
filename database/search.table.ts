import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** Searches a person keeps. Written only by main's search store. */
export const savedSearches = sqliteTable('saved_searches', {
  id: text().primaryKey(),
  name: text().notNull(),
  /** In the query language. */
  query: text().notNull(),
  createdAt: integer().notNull(),
  updatedAt: integer().notNull(),
  deletedAt: integer(),
})

/** Queries whose results were opened; the oldest make room. Written only by main's search store. */
export const recentSearches = sqliteTable(
  'recent_searches',
  {
    query: text().primaryKey(),
    usedAt: integer().notNull(),
  },
  (t) => [index('recent_searches_by_use').on(t.usedAt)],
)
