import { join } from 'node:path'
import { migrateDatabase, openDatabase } from '#database/database'
import type { LibraryKey } from '#database/library-key'
import { databasePart } from './parts.ts'

/** Opens a restored library as a start would, brings it to the newest schema, and counts what people look for in it. */
export async function openRestored(folder: string, key: LibraryKey | null) {
  const database = openDatabase(join(folder, databasePart), { key })
  try {
    await migrateDatabase(database, { backupFolder: join(folder, 'backups'), key })
    const count = (table: string) =>
      Number(database.sqlite.prepare(`SELECT count(*) FROM "${table}" WHERE deleted_at IS NULL`).pluck().get())
    return { documents: count('documents'), conversations: count('conversations') }
  } finally {
    database.close()
  }
}
