import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { type Database, migrateDatabase, openDatabase } from './database.ts'
import { documentName } from './document-name.ts'

const migrations = fileURLToPath(new URL('./migrations', import.meta.url))
const journal = JSON.parse(readFileSync(join(migrations, 'meta', '_journal.json'), 'utf8'))
const entries: readonly { readonly tag: string; readonly when: number }[] = journal.entries

/** What a library of the schema before holds, and what can be seen of it after; every migration but the first has one. */
const fixtures: Readonly<Record<string, { readonly before: string; readonly look: string; readonly after: unknown }>> =
  {
    '0001_full_text': {
      before: `
        INSERT INTO documents VALUES
          ('d1', 's1', '/lease.md', 'Lease', 'md', NULL, 70, 'abc', 1, NULL, 1, NULL, 1, 1, NULL);
        INSERT INTO passages VALUES
          (7, 'p1', 'd1', 0, NULL, NULL, 1, 1, 0, 40, 'The depositor pays two rents.', 'Lease', NULL, 'h1');`,
      look: `SELECT p.id, p.text FROM passage_words JOIN passages p ON p.key = passage_words.rowid
        WHERE passage_words MATCH 'rent AND lease'`,
      after: [{ id: 'p1', text: 'The depositor pays two rents.' }],
    },
    '0002_document_names': {
      before: `
        INSERT INTO documents VALUES
          ('d1', 's1', '/home/ada/b.md', 'Alpha', 'markdown', NULL, 70, 'abc', 1, NULL, 1, NULL, 1, 1, NULL),
          ('d2', 's1', 'C:\\Papers\\A.md', 'Zeta', 'markdown', NULL, 70, 'abd', 1, NULL, 1, NULL, 1, 1, NULL),
          ('d3', 's1', '/x/019a3b1c-0000-7000-8000-0123456789ab.md', 'Aa pasted', 'markdown', NULL, 70, 'abe', 1, NULL, 1, NULL, 1, 1, NULL);`,
      look: `SELECT ${documentName()} AS name FROM documents INDEXED BY documents_by_name ORDER BY name COLLATE NOCASE`,
      after: [{ name: 'A.md' }, { name: 'Aa pasted' }, { name: 'b.md' }],
    },
    '0003_library_material': {
      before: `
        INSERT INTO sources VALUES ('s1', 'folder', 'Papers', '/papers', 1, NULL, 7, 1, 1, NULL);
        INSERT INTO documents VALUES
          ('d1', 's1', '/papers/a.md', 'A', 'markdown', NULL, 70, 'abc', 1, NULL, 1, 2, 1, 1, NULL);
        INSERT INTO passages VALUES
          (7, 'p1', 'd1', 0, NULL, NULL, 1, 1, 0, 40, 'The depositor pays two rents.', 'Lease', NULL, 'h1');`,
      look: `SELECT d.path, d.part, d.parts, d.identity, p.place, s.paused, s.rules FROM documents d
        JOIN sources s ON s.id = d.source_id JOIN passages p ON p.document_id = d.id`,
      after: [{ path: '/papers/a.md', part: '', parts: null, identity: null, place: null, paused: 0, rules: '' }],
    },
    '0004_saved_searches': {
      before: `
        INSERT INTO documents (id, source_id, path, title, type, author, bytes, sha256, modified_at, passages, created_at, updated_at)
        VALUES ('d1', 's1', '/papers/a.eml', 'A', 'mail', 'Ruth Marlow', 70, 'abc', 1, 0, 1, 1);`,
      look: `SELECT author, (SELECT count(*) FROM saved_searches) AS saved, (SELECT count(*) FROM recent_searches) AS recent
        FROM documents INDEXED BY documents_by_author WHERE author > ''`,
      after: [{ author: 'Ruth Marlow', saved: 0, recent: 0 }],
    },
    '0005_conversations': {
      before: `
        INSERT INTO conversations VALUES ('c1', 'The lease', 1, 1, NULL);
        INSERT INTO messages VALUES
          ('m1', 'c1', NULL, 'question', 'What is the rent?', NULL, NULL, NULL, NULL, NULL, 1, 1, NULL),
          ('m2', 'c1', 'm1', 'answer', '北京大学 takes 700 euros', 'done', 'model', 'm', 1, '{}', 2, 2, NULL);`,
      look: `SELECT m.id, c.active_id AS activeId FROM message_words JOIN message_keys k ON k.key = message_words.rowid
        JOIN messages m ON m.id = k.message_id JOIN conversations c ON c.id = m.conversation_id
        WHERE message_words MATCH '"京大学" OR "ren"' ORDER BY m.id`,
      after: [
        { id: 'm1', activeId: null },
        { id: 'm2', activeId: null },
      ],
    },
    '0006_outward_requests': {
      before: '',
      look: 'SELECT count(*) AS requests FROM outward_requests INDEXED BY outward_requests_by_time WHERE at > 0',
      after: [{ requests: 0 }],
    },
    '0007_activity': {
      before: '',
      look: `SELECT (SELECT count(*) FROM activity) + (SELECT count(*) FROM activity_chains) AS rows,
        (SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'activity') AS guards`,
      after: [{ rows: 0, guards: 2 }],
    },
    '0008_attachments': {
      before: `INSERT INTO drafts VALUES ('ask', 'When does it end?', '["And the notice?"]', 1);`,
      look: 'SELECT place, queued, attachments, (SELECT count(*) FROM attachments) AS kept FROM drafts',
      after: [{ place: 'ask', queued: '["And the notice?"]', attachments: '[]', kept: 0 }],
    },
    '0009_model_requests': {
      before: '',
      look: `SELECT (SELECT count(*) FROM model_requests INDEXED BY model_requests_by_time WHERE at > 0) AS requests,
        (SELECT count(*) FROM model_responses INDEXED BY model_responses_by_conversation WHERE conversation_id = 'c1') AS kept`,
      after: [{ requests: 0, kept: 0 }],
    },
  }

test('a new file gets the newest schema, the mark of Alcove and no backup', async () => {
  const { open, backups } = setup()
  const database = open()

  const outcome = await migrateDatabase(database, { backupFolder: backups })

  const { application_id: id } = database.sqlite.prepare('PRAGMA application_id').get() as Record<string, unknown>
  expect({ outcome, id, applied: appliedTo(database), backups: existsSync(backups) }).toEqual({
    outcome: { migrated: true, backup: null },
    id: 0x414c4356,
    applied: entries.map(({ when }) => when),
    backups: false,
  })
})

test('every migration but the first has a library of the schema before it to be tried on', () => {
  expect(Object.keys(fixtures)).toEqual(entries.slice(1).map(({ tag }) => tag))
})

test.for(entries.slice(1).map(({ tag }, index) => [tag, index + 1] as const))(
  '%s brings a library of the schema before it forward and loses nothing, after a backup of it',
  async ([tag, position]) => {
    const { open, backups } = setup()
    const database = open()
    const fixture = fixtures[tag]
    makeLibraryOf(database, position)
    database.sqlite.exec(fixture?.before ?? '')
    const held = contentOf(database)

    const { backup } = await migrateDatabase(database, { backupFolder: backups })

    const copy = openDatabase(backup ?? '', { readonly: true })
    onTestFinished(copy.close)
    expect({
      seen: database.sqlite.prepare(fixture?.look ?? '').all(),
      kept: onlyWhatWas(held, contentOf(database)),
      integrity: database.sqlite.pragma('integrity_check', { simple: true }),
      copied: { content: contentOf(copy), applied: appliedTo(copy) },
    }).toEqual({
      seen: fixture?.after,
      kept: held,
      integrity: 'ok',
      copied: { content: held, applied: entries.slice(0, position).map(({ when }) => when) },
    })
  },
)

test('a migration that breaks off leaves the library as it was, and a second try goes through', async () => {
  const { open, backups } = setup()
  const database = open()
  makeLibraryOf(database, 1)
  database.sqlite.exec(`${fixtures['0001_full_text']?.before} CREATE TABLE passage_terms (in_the_way)`)
  const held = contentOf(database)

  const broken = await migrateDatabase(database, { backupFolder: backups }).catch((error: unknown) => error)
  const left = { content: contentOf(database), applied: appliedTo(database).length }
  database.sqlite.exec('DROP TABLE passage_terms')
  const again = await migrateDatabase(database, { backupFolder: backups })

  expect({ broken, left, again, copies: readdirSync(backups).length }).toEqual({
    broken: expect.any(Error),
    left: { content: held, applied: 1 },
    again: { migrated: true, backup: expect.stringContaining('before-') },
    copies: 1,
  })
})

test('a library of the newest schema is opened without a migration or a backup', async () => {
  const { open, backups } = setup()
  const database = open()
  await migrateDatabase(database, { backupFolder: backups })

  expect(await migrateDatabase(open(), { backupFolder: backups })).toEqual({ migrated: false, backup: null })
})

test('a library of a newer schema is refused and its file stays as it is, byte for byte', async () => {
  const { open, backups, path } = setup()
  const newer = open()
  await migrateDatabase(newer, { backupFolder: backups })
  newer.sqlite.prepare('INSERT INTO __drizzle_migrations (hash, created_at) VALUES (?, ?)').run('next', 4e12)
  newer.close()
  const bytes = readFileSync(path)

  const database = open()
  const refused = await migrateDatabase(database, { backupFolder: backups }).catch((error: unknown) => error)
  database.close()

  expect({ refused, same: readFileSync(path).equals(bytes), backups: existsSync(backups) }).toEqual({
    refused: expect.objectContaining({ message: expect.stringContaining('newer version of Alcove') }),
    same: true,
    backups: false,
  })
})

/** A library file as the first so many migrations alone make it. */
function makeLibraryOf({ sqlite }: Database, count: number) {
  sqlite.exec('CREATE TABLE __drizzle_migrations (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric)')
  for (const { tag, when } of entries.slice(0, count)) {
    sqlite.exec(readFileSync(join(migrations, `${tag}.sql`), 'utf8').replaceAll('--> statement-breakpoint', ''))
    sqlite.prepare('INSERT INTO __drizzle_migrations (hash, created_at) VALUES (?, ?)').run(tag, when)
  }
}

type Content = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>

/** Rows of every plain table, by table. */
function contentOf({ sqlite }: Database): Content {
  const tables = sqlite
    .prepare<[], string>(
      `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'passage\\_%' ESCAPE '\\'
        AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> '__drizzle_migrations' ORDER BY name`,
    )
    .pluck()
    .all()
  return Object.fromEntries(tables.map((table) => [table, sqlite.prepare(`SELECT * FROM "${table}"`).all()])) as Content
}

/** The tables and columns of the schema before, with what they hold now. */
function onlyWhatWas(held: Content, now: Content): Content {
  return Object.fromEntries(
    Object.entries(held).map(([table, rows]) => {
      const columns = Object.keys(rows[0] ?? {})
      return [table, now[table]?.map((row) => Object.fromEntries(columns.map((column) => [column, row[column]])))]
    }),
  ) as Content
}

function appliedTo({ sqlite }: Database): readonly unknown[] {
  return sqlite.prepare('SELECT created_at FROM __drizzle_migrations ORDER BY created_at').pluck().all()
}

function setup() {
  const folder = mkdtempSync(join(tmpdir(), 'alcove-migrations-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
  const path = join(folder, 'alcove.sqlite')
  return { path, backups: join(folder, 'backups'), open }

  function open() {
    const database = openDatabase(path)
    onTestFinished(database.close)
    return database
  }
}
