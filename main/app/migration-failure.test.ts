import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { sentenceForStart } from '#contract/system.sentences'
import { openConnection } from '#database/connection'
import { layout } from './data-folder.ts'
import { openLibrary } from './open-library.ts'

test('a migration that fails leaves the library as it was and a copy of it, says so, and goes through once it can', async () => {
  const folder = oldLibrary(
    "CREATE TABLE passage_terms (in_the_way); INSERT INTO settings VALUES ('theme', '\"dark\"', 1, 1, NULL)",
  )

  const first = await openLibrary({ data: folder.root, from: '/' })
  const held = tablesIn(folder.database)
  inLibrary(folder.database, "INSERT INTO settings VALUES ('density', '\"compact\"', 1, 1, NULL)")
  const second = await openLibrary({ data: folder.root, from: '/' })
  const [copy = ''] = readdirSync(folder.backups).filter((name) => name.endsWith('.sqlite'))
  const copied = settingsIn(join(folder.backups, copy))
  inLibrary(folder.database, 'DROP TABLE passage_terms')
  const third = await openLibrary({ data: folder.root, from: '/' })
  const theme = third.ok && (await third.value.client.settings.get()).theme
  if (third.ok) await third.value.close()

  const failure = { code: 'MIGRATION_FAILED', path: folder.database, backup: join(folder.backups, copy) }
  expect([first, second, theme]).toMatchObject([{ ok: false, failure }, { ok: false, failure }, 'dark'])
  expect(first.ok || sentenceForStart(first.failure)).toContain('Nothing in it was changed, and')
  // Wholly of the old schema, and the copy that of the last try.
  expect({ held: held.includes('sources') && !held.includes('collections'), copied }).toEqual({
    held: true,
    copied: ['density', 'theme'],
  })
})

/** A data folder with a library of the first schema, changed by this SQL. */
function oldLibrary(sql: string) {
  const root = mkdtempSync(join(tmpdir(), 'alcove-migration-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const folder = layout(root)
  const migrations = fileURLToPath(new URL('../../database/migrations', import.meta.url))
  const { entries } = JSON.parse(readFileSync(join(migrations, 'meta', '_journal.json'), 'utf8'))
  const { sqlite, close } = openConnection(folder.database)
  sqlite.exec('CREATE TABLE __drizzle_migrations (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric)')
  sqlite.exec(
    readFileSync(join(migrations, `${entries[0].tag}.sql`), 'utf8').replaceAll('--> statement-breakpoint', ''),
  )
  sqlite.prepare("INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('first', ?)").run(entries[0].when)
  sqlite.exec(sql)
  close()
  return folder
}

function inLibrary(path: string, sql: string) {
  const { sqlite, close } = openConnection(path)
  sqlite.exec(sql)
  close()
}

function tablesIn(path: string): unknown[] {
  const { sqlite, close } = openConnection(path, { readonly: true })
  const names = sqlite.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all()
  close()
  return names
}

function settingsIn(path: string): unknown[] {
  const { sqlite, close } = openConnection(path, { readonly: true })
  const keys = sqlite.prepare('SELECT key FROM settings ORDER BY key').pluck().all()
  close()
  return keys
}
