import { fileURLToPath } from 'node:url'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import type { Connection } from './connection.ts'

/** Gives an empty file the tables of a schema, by the migrations up to it: what is put into it is migrated further like any old library. */
export function createAtSchema({ sqlite }: Connection, schema: number): void {
  const migrations = readMigrationFiles({ migrationsFolder: fileURLToPath(new URL('./migrations', import.meta.url)) })
  sqlite.pragma(`application_id = ${0x414c4356}`)
  sqlite.transaction(() => {
    sqlite.exec('CREATE TABLE __drizzle_migrations (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric)')
    const note = sqlite.prepare('INSERT INTO __drizzle_migrations (hash, created_at) VALUES (?, ?)')
    for (const { sql, hash, folderMillis } of migrations) {
      if (folderMillis > schema) continue
      for (const statement of sql) sqlite.exec(statement)
      note.run(hash, folderMillis)
    }
  })()
}
