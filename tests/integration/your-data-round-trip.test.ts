import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getTableColumns, getTableName, is, Table } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import * as activityTables from '#database/activity.table'
import * as chatTables from '#database/chat.table'
import { openConnection } from '#database/connection'
import { migrateDatabase, openDatabase } from '#database/database'
import * as libraryTables from '#database/library.table'
import { type LibraryKey, newLibraryKey } from '#database/library-key'
import * as modelRequestTables from '#database/model-requests.table'
import * as networkTables from '#database/network.table'
import * as searchTables from '#database/search.table'
import * as settingsTables from '#database/settings.table'
import { layout } from '../../main/app/data-folder.ts'
import {
  columnsOf,
  exportedTables,
  leftOutTables,
  nestedTables,
  textTable,
} from '../../workers/your-data/exported-tables.store.ts'
import { makeRandomLibrary } from './random-library.ts'
import { exportOf, importInto, partsOf } from './your-data-files.ts'

test('every column of every table is exported, or left out with a reason', () => {
  const modules = [
    activityTables,
    chatTables,
    libraryTables,
    modelRequestTables,
    networkTables,
    searchTables,
    settingsTables,
  ]
  const tables = modules.flatMap((module) => Object.values(module)).filter((one) => is(one, Table))
  const files = readdirSync(join(import.meta.dirname, '../../database')).filter((name) => name.endsWith('.table.ts'))
  const nested = Object.values(nestedTables)
  const covered = new Map<string, readonly string[]>([
    ...exportedTables.map(
      ({ table, leftOut, json }) =>
        [
          getTableName(table),
          [...columnsOf(table, leftOut, json).map(({ key }) => key), ...Object.keys(leftOut ?? {})],
        ] as const,
    ),
    ...nested.map(
      ({ table, leftOut }) =>
        [getTableName(table), [...columnsOf(table, leftOut).map(({ key }) => key), ...Object.keys(leftOut)]] as const,
    ),
    ...leftOutTables.map(({ table }) => [getTableName(table), Object.keys(getTableColumns(table))] as const),
    [getTableName(textTable), ['documentId', 'text']],
  ])

  const forgotten = tables.flatMap((table) => {
    const known = covered.get(getTableName(table)) ?? []
    return Object.keys(getTableColumns(table))
      .filter((key) => !known.includes(key))
      .map((key) => `${getTableName(table)}.${key}`)
  })
  expect({
    forgotten,
    filesSeen: files.length,
    twice: exportedTables.length - new Set(exportedTables.map(({ part }) => part)).size,
  }).toEqual({
    forgotten: [],
    filesSeen: modules.length,
    twice: 0,
  })
})

test.for([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])(
  'library %i that is exported and imported is exported the same again',
  async (seed) => {
    const root = temporary()
    const before = await makeRandomLibrary(join(root, 'before'), randomOf(seed))
    const first = await partsOf(await exportOf(before, 'first.zip'))
    const after = await emptyLibrary(join(root, 'after'))

    const imported = await importInto(after, join(root, 'first.zip'))
    const second = await partsOf(await exportOf(after, 'second.zip'))
    const again = await importInto(after, join(root, 'first.zip'))

    const added = imported.parts.map(({ part, added: count }) => [part, count])
    const lines = exportedTables.map(({ part }) => [part, (first.get(part) ?? '').split('\n').length - 1])
    expect(added).toEqual(lines)
    for (const name of new Set([...first.keys(), ...second.keys()])) {
      if (name !== 'alcove.json') expect([name, second.get(name)]).toEqual([name, first.get(name)])
    }
    expect(manifestWithoutDates(second)).toEqual(manifestWithoutDates(first))
    expect(again.parts.filter(({ added: count, updated }) => count + updated > 0)).toEqual([])
    expect(manifestWithoutDates(await partsOf(await exportOf(after, 'third.zip')))).toEqual(manifestWithoutDates(first))
  },
)

test('what is derived is there again after an import: words are found, and vectors are waited for', async () => {
  const root = temporary()
  const before = await makeRandomLibrary(join(root, 'before'), randomOf(99))
  const after = await emptyLibrary(join(root, 'after'))

  await importInto(after, await exportOf(before, 'everything.zip'))

  const look = (path: string) => {
    const { sqlite, close } = openConnection(path)
    const one = (sql: string) => sqlite.prepare(sql).pluck().get()
    const found = {
      passages: one('SELECT count(*) FROM passages'),
      messages: one('SELECT count(*) FROM message_keys'),
      texts: sqlite.prepare('SELECT id, text, start_offset FROM passages ORDER BY id').all(),
    }
    const derived = {
      words: one("SELECT count(*) FROM passage_words WHERE passage_words MATCH 'detector'"),
      hashes: one('SELECT count(*) FROM passages WHERE length(text_hash) = 64'),
      ready: one('SELECT count(*) FROM documents WHERE embedded_at IS NOT NULL'),
      integrity: one('PRAGMA integrity_check'),
    }
    close()
    return { found, derived }
  }
  const now = look(after.database)
  expect(now.found).toEqual(look(before.database).found)
  expect(now.derived).toEqual({
    words: Number(now.found.passages) / 2,
    hashes: now.found.passages,
    ready: 0,
    integrity: 'ok',
  })
})

test('the copies that Alcove keeps come along, and their documents point to them in the new folder', async () => {
  const root = temporary()
  const before = await makeRandomLibrary(join(root, 'before'), randomOf(7))
  const after = await emptyLibrary(join(root, 'after'))

  await importInto(after, await exportOf(before, 'everything.zip'))

  const { sqlite, close } = openConnection(after.database)
  const paths = sqlite.prepare<[], string>('SELECT path FROM documents WHERE deleted_at IS NULL').pluck().all()
  close()
  const copies = (folder: string) => readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')])
  expect(copies(after.imports)).toEqual(copies(before.imports))
  expect(paths.filter((path) => path.startsWith(before.imports))).toEqual([])
  expect(paths.filter((path) => path.startsWith(after.imports)).length).toBeGreaterThan(0)
})

test('an encrypted library is exported in the open, and comes into one that is encrypted without a plain byte', async () => {
  const root = temporary()
  const [one, other] = [newLibraryKey(), newLibraryKey()]
  const before = await makeRandomLibrary(join(root, 'before'), randomOf(12), one)
  const file = await exportOf(before, 'first.zip', { key: one })
  const after = await emptyLibrary(join(root, 'after'), other)

  await importInto(after, file, other)
  const second = await partsOf(await exportOf(after, 'second.zip', { key: other }))

  const first = await partsOf(file)
  const copies = readdirSync(after.imports).map((name) => readFileSync(join(after.imports, name)))
  expect([...second].filter(([name, text]) => name !== 'alcove.json' && first.get(name) !== text)).toEqual([])
  expect(copies.filter((bytes) => bytes.subarray(0, 8).toString() !== 'ALCVSEA1')).toEqual([])
  expect(copies.length).toBeGreaterThan(0)
})

test('a source whose files are not on this machine is left alone, so that its texts stay', async () => {
  const root = temporary()
  const before = await makeRandomLibrary(join(root, 'before'), randomOf(5))
  const file = await exportOf(before, 'everything.zip')
  rmSync(join(root, 'files'), { recursive: true })
  const after = await emptyLibrary(join(root, 'after'))

  const { resting } = await importInto(after, file)
  const again = await importInto(after, file)

  const { sqlite, close } = openConnection(after.database)
  const away = sqlite.prepare(
    `SELECT count(*) FROM sources s WHERE deleted_at IS NULL AND paused = 0 AND EXISTS (
       SELECT 1 FROM documents d WHERE d.source_id = s.id AND d.deleted_at IS NULL AND d.path LIKE '%/files/%')`,
  )
  expect([resting > 0, again.resting, away.pluck().get()]).toEqual([true, 0, 0])
  close()
})

function manifestWithoutDates(parts: ReadonlyMap<string, string>) {
  const { madeAt: _, ...manifest } = JSON.parse(parts.get('alcove.json') ?? '{}')
  return manifest
}

async function emptyLibrary(root: string, key: LibraryKey | null = null) {
  const folder = layout(root)
  mkdirSync(folder.imports, { recursive: true })
  const database = openDatabase(folder.database, { key })
  await migrateDatabase(database, { backupFolder: folder.backups })
  database.close()
  return folder
}

/** The same numbers for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

function temporary(): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'alcove-your-data-')))
  onTestFinished(() => rmSync(root, { recursive: true, force: true, maxRetries: 5 }))
  return root
}
