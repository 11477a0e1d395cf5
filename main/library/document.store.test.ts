import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { migrateDatabase, openDatabase } from '#database/database'
import { createDocumentStore } from './document.store.ts'

test('an outline is in the order of the file, and empty for a document without one', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'alcove-outline-'))
  const database = openDatabase(join(folder, 'alcove.sqlite'))
  onTestFinished(() => {
    database.close()
    rmSync(folder, { recursive: true })
  })
  await migrateDatabase(database, { backupFolder: folder })
  database.sqlite.pragma('foreign_keys = OFF')
  database.sqlite.exec(`
    INSERT INTO symbols (document_id, name, kind, start_line, end_line) VALUES ('d', 'Queue', 'class', 3, 9), ('d', 'add', 'function', 11, 12);
    INSERT INTO imports (document_id, module, line) VALUES ('d', 'os', 1)`)
  const documents = createDocumentStore(database)

  expect([documents.outline('d'), documents.outline('other')]).toEqual([
    {
      symbols: [
        { name: 'Queue', kind: 'class', startLine: 3, endLine: 9 },
        { name: 'add', kind: 'function', startLine: 11, endLine: 12 },
      ],
      imports: [{ module: 'os', line: 1 }],
    },
    { symbols: [], imports: [] },
  ])
})
