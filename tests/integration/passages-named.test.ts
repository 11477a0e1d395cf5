import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { migrateDatabase, openDatabase } from '#database/database'
import { createLibraryPassageStore } from '../../main/chat/library-passage.store.ts'

test('passages are named by id, and not those of a document that is in the bin or forgotten', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'alcove-named-'))
  const database = openDatabase(join(folder, 'alcove.sqlite'))
  onTestFinished(() => {
    database.close()
    rmSync(folder, { recursive: true })
  })
  await migrateDatabase(database, { backupFolder: folder })
  const { sqlite } = database
  sqlite.pragma('foreign_keys = OFF')
  for (const id of ['kept', 'binned']) {
    insert('documents', { id, path: `/${id}.md`, title: id, type: 'markdown', deleted_at: id === 'binned' ? 1 : null })
    insert('passages', { id: `p-${id}`, document_id: id, text: `Of ${id}.` })
  }

  const named = createLibraryPassageStore(database).named(['p-kept', 'p-binned', 'p-forgotten'])

  expect(named.map(({ id, text }) => [id, text])).toEqual([['p-kept', 'Of kept.']])

  /** A row with the given values, and anything that will do where a value must be. */
  function insert(table: string, given: Readonly<Record<string, string | number | null>>) {
    const columns = sqlite.pragma(`table_info(${table})`) as readonly {
      name: string
      type: string
      notnull: number
      pk: number
    }[]
    const row = Object.fromEntries(
      columns
        .filter(({ name, notnull, pk }) => name in given || (notnull === 1 && pk === 0))
        .map(({ name, type }) => [name, given[name] ?? (name in given ? null : type === 'TEXT' ? '' : 0)]),
    )
    const names = Object.keys(row)
    sqlite
      .prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map((name) => `@${name}`).join(', ')})`)
      .run(row)
  }
})
