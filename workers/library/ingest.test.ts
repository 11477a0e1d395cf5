import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { ReadOutcome } from '#contract/library.contract'
import { migrateDatabase, openDatabase } from '#database/database'
import { createDocumentStore } from './document.store.ts'
import { createIngest } from './ingest.ts'
import { Limits } from './limits.ts'
import { createParserThread } from './parser-thread.ts'

test('files read at the same time share transactions', async () => {
  const { read, file, groups } = await setup()
  const paths = Array.from({ length: 60 }, (_, i) => file(`f${i}.txt`, `Text number ${i}`))

  await Promise.all(paths.map(read))

  expect([groups.length < 10, groups.reduce((sum, size) => sum + size, 0)]).toEqual([true, 60])
})

test('a full disk is named, nothing is half written, and the file is read once there is room', async () => {
  const { read, file, database } = await setup()
  await read(file('before.txt', 'The text before.'))
  const path = file('large.txt', 'word after word '.repeat(60_000))
  const pages = Number(database.sqlite.pragma('page_count', { simple: true }))
  const counts = () =>
    ['documents', 'document_texts', 'passages', 'passage_words'].map((table) =>
      Number(database.sqlite.prepare(`SELECT count(*) FROM ${table}`).pluck().get()),
    )

  database.sqlite.pragma(`max_page_count = ${pages + 4}`)
  const full = await read(path)
  const afterwards = counts()
  database.sqlite.pragma('max_page_count = 1073741823')
  const roomy = await read(path)

  expect({ full, afterwards, roomy: roomy.outcome }).toMatchObject({
    full: { outcome: 'failed', failure: { code: 'STORAGE_FULL' } },
    afterwards: [1, 1, 1, 1],
    roomy: 'written',
  })
})

test('a given title wins over the one in the file, and a new title is searched at once', async () => {
  const { ingest, file, folder, database } = await setup()
  const path = file('note.md', '# Inside\n\ntext')
  const read = (title: string) => ingest.read({ path, sourceId: 's', root: folder, title })

  await read('First')
  await read('Second')

  const titles = database.sqlite.prepare('SELECT d.title, p.context_words AS words FROM documents d, passages p').all()
  expect(titles).toEqual([{ title: 'Second', words: 'Second\nInside' }])
})

test('a file that came back unchanged, or under another source, is kept without being parsed again', async () => {
  const { ingest, file, folder, database } = await setup()
  const path = file('a.txt', 'text')
  await ingest.read({ path, sourceId: 'first', root: folder, title: null })
  database.sqlite.exec('UPDATE documents SET deleted_at = 1')

  const outcome = await ingest.read({ path, sourceId: 'second', root: folder, title: null })

  const row = database.sqlite.prepare('SELECT source_id AS source, deleted_at AS deleted FROM documents').get()
  expect([outcome.outcome, row]).toEqual(['unchanged', { source: 'second', deleted: null }])
})

test('a file that was renamed or moved keeps its document, with a title and a kind that follow its name', async () => {
  const { ingest, file, folder, database } = await setup()
  const rows = () => database.sqlite.prepare('SELECT id, path, title, type FROM documents ORDER BY title').all()
  const before = file('plan.txt', 'A plan of the harbour.')
  const titled = file('b.md', '# A title of its own\n\ntext')
  const read = (path: string) => ingest.read({ path, sourceId: 's', root: folder, title: null })
  const first = await read(before)
  const second = await read(titled)
  const [now, moved] = [join(folder, 'map.md'), join(folder, 'c.md')]
  renameSync(before, now)
  renameSync(titled, moved)

  const outcomes = [await read(now), await read(moved)]

  expect({ outcomes: outcomes.map(({ outcome }) => outcome), rows: rows() }).toEqual({
    outcomes: ['written', 'unchanged'],
    rows: [
      { id: idOf(second), path: moved, title: 'A title of its own', type: 'markdown' },
      { id: idOf(first), path: now, title: 'map', type: 'markdown' },
    ],
  })
})

test('a copy is a document of its own as long as the file it was made from is there', async () => {
  const { read, file, database } = await setup()
  const ids = [await read(file('a.txt', 'same')), await read(file('b.txt', 'same'))].map(idOf)

  expect([new Set(ids).size, database.sqlite.prepare('SELECT count(*) FROM documents').pluck().get()]).toEqual([2, 2])
})

test('a file whose bytes hold no text any more leaves none behind, and what passes does no harm', async () => {
  const { read, file, database } = await setup()
  const path = file('a.txt', 'What it said before.')
  const id = idOf(await read(path))
  const live = () => database.sqlite.prepare('SELECT count(*) FROM documents WHERE deleted_at IS NULL').pluck().get()
  rmSync(path)
  const missing = [await read(path), live()]
  writeFileSync(path, Buffer.from(Array.from({ length: 4_096 }, (_, index) => (index * 31) % 256)))
  const binary = [await read(path), live()]
  writeFileSync(path, 'What it says now.')
  const again = await read(path)

  expect({ missing, binary, again }).toMatchObject({
    missing: [{ outcome: 'failed', failure: { code: 'FILE_MISSING' } }, 1],
    binary: [{ outcome: 'failed', failure: { code: 'FILE_BINARY' } }, 0],
    again: { outcome: 'written', documentId: id },
  })
})

test('text that went and comes back within a day has its vectors at once', async () => {
  const { ingest, read, file, database } = await setup()
  const path = file('a.txt', 'What was computed once.')
  const id = idOf(await read(path))
  database.sqlite.exec("INSERT INTO embeddings SELECT key, 'model', x'00' FROM passages")
  await ingest.remove({ paths: [path] })
  const gone = database.sqlite.prepare('SELECT count(*) FROM passages').pluck().get()

  const again = await read(path)

  const vectors = database.sqlite.prepare('SELECT model FROM embeddings').pluck().all()
  expect({ gone, again, vectors }).toMatchObject({ gone: 0, again: { documentId: id }, vectors: ['model'] })
})

function idOf(outcome: ReadOutcome): string {
  if (outcome.outcome === 'failed') throw new Error(outcome.failure.code)
  return outcome.documentId
}

test('definitions and imports of source code are kept in their order, and anew when the file changes', async () => {
  const { read, file, database } = await setup()
  const kept = () => [
    database.sqlite.prepare('SELECT name, kind, start_line AS startLine FROM symbols ORDER BY id').all(),
    database.sqlite.prepare('SELECT module, line FROM imports ORDER BY id').all(),
    database.sqlite.prepare('SELECT place FROM passages').pluck().all(),
  ]

  await read(file('queue.py', 'import os\n\nclass Queue:\n    def advance(self):\n        pass\n'))
  const first = kept()
  await read(file('queue.py', 'def stop():\n    pass\n'))

  expect([first, kept()]).toEqual([
    [
      [
        { name: 'Queue', kind: 'class', startLine: 3 },
        { name: 'Queue.advance', kind: 'method', startLine: 4 },
      ],
      [{ module: 'os', line: 1 }],
      [JSON.stringify({ kind: 'symbol', name: 'Queue', symbol: 'class' })],
    ],
    [
      [{ name: 'stop', kind: 'function', startLine: 1 }],
      [],
      [JSON.stringify({ kind: 'symbol', name: 'stop', symbol: 'function' })],
    ],
  ])
})

async function setup() {
  const folder = mkdtempSync(join(tmpdir(), 'alcove-ingest-'))
  const database = openDatabase(join(folder, 'alcove.sqlite'))
  await migrateDatabase(database, { backupFolder: folder })
  const limits = Limits.parse({})
  const store = createDocumentStore(database, 'model')
  const groups: number[] = []
  const documents: typeof store = {
    ...store,
    write(documents) {
      groups.push(documents.length)
      return store.write(documents)
    },
  }
  const giveUp = (reason: string) => {
    throw new Error(reason)
  }
  const parser = createParserThread({ limits, giveUp })
  const ingest = createIngest({ documents, parser, limits })
  onTestFinished(async () => {
    await parser.close()
    database.close()
    rmSync(folder, { recursive: true })
  })
  const read = (path: string) => ingest.read({ path, sourceId: 's', root: folder, title: null })
  return { ingest, read, file, folder, database, groups }

  function file(name: string, content: string): string {
    const path = join(folder, name)
    writeFileSync(path, content)
    return path
  }
}
