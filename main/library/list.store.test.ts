import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ListInput } from '#contract/library.contract'
import { migrateDatabase, openDatabase } from '#database/database'
import { createDocumentStore } from './document.store.ts'
import { createLabelStore } from './label.store.ts'
import { createListStore } from './list.store.ts'

test('a file that holds documents is one row, and what it holds is listed with the newest first', async () => {
  const { list, put } = await setup()
  const holder = put({ path: '/m/a.mbox', type: 'mail', title: 'a.mbox', parts: 2, passages: 5, embedded: false })
  put({ path: '/m/a.mbox', part: '1', type: 'mail', title: 'Old', writtenAt: 10, passages: 2 })
  put({ path: '/m/a.mbox', part: '2', type: 'mail', title: 'New', writtenAt: 20, passages: 3, embedded: false })
  put({ path: '/m/b.txt', type: 'text', title: 'b' })

  const files = list({ sort: 'title', descending: false })
  const inside = list({ insideOf: holder })

  expect(files).toEqual({
    total: 2,
    rows: [
      ['a.mbox', '', 2, 5, 'words', 1],
      ['b', '', null, 1, 'ready', 1],
    ],
  })
  expect(inside).toEqual({
    total: 2,
    rows: [
      ['New', '2', null, 3, 'words', 20],
      ['Old', '1', null, 2, 'ready', 10],
    ],
  })
})

test('a message with attachments holds them, and conversations that another export took over are not counted twice', async () => {
  const { list, put } = await setup()
  const letter = put({ path: '/m/a.eml', type: 'mail', title: 'Letter', passages: 2 })
  put({ path: '/m/a.eml', part: '/1/n.txt', type: 'text', title: 'n.txt — Letter', passages: 3, embedded: false })
  put({ path: '/m/b.eml', type: 'mail', title: 'Short' })
  put({ path: '/m/old.zip', type: 'chat', title: 'old.zip', parts: 2, passages: 9 })
  put({ path: '/m/old.zip', part: 'chatgpt:1', type: 'chat', title: 'Talk', passages: 4 })

  expect(list({ sort: 'title', descending: false }).rows).toEqual([
    ['Letter', '', 1, 5, 'words', 1],
    ['Short', '', null, 1, 'ready', 1],
    ['old.zip', '', 1, 4, 'ready', 1],
  ])
  expect(list({ insideOf: letter }).rows).toEqual([['n.txt — Letter', '/1/n.txt', null, 3, 'words', 1]])
})

test('with words to look for, what is inside of files is found by its own title', async () => {
  const { list, put } = await setup()
  put({ path: '/m/a.mbox', type: 'mail', title: 'a.mbox', parts: 1 })
  put({ path: '/m/a.mbox', part: '1', type: 'mail', title: 'About pumps', writtenAt: 10 })

  expect(list({ filter: 'pumps' })).toEqual({ total: 1, rows: [['About pumps', '1', null, 1, 'ready', 10]] })
})

test('messages count as documents, and the file they are in does not', async () => {
  const { counts, put } = await setup()
  put({ path: '/m/a.mbox', type: 'mail', title: 'a.mbox', parts: 2, passages: 5, embedded: false })
  put({ path: '/m/a.mbox', part: '1', type: 'mail', title: 'Old', passages: 2 })
  put({ path: '/m/a.mbox', part: '2', type: 'mail', title: 'New', passages: 3, embedded: false })
  put({ path: '/m/b.mbox', type: 'mail', title: 'b.mbox', parts: 0, job: 'waiting' })

  expect(counts()).toMatchObject({
    documents: 2,
    passages: 5,
    passagesWaiting: 3,
    byState: { words: 1, ready: 1, waiting: 1 },
  })
})

interface FakeDocument {
  readonly path: string
  readonly part?: string
  readonly parts?: number
  readonly type: string
  readonly title: string
  readonly writtenAt?: number
  readonly passages?: number
  readonly embedded?: boolean
  readonly job?: 'waiting'
}

async function setup() {
  const folder = mkdtempSync(join(tmpdir(), 'alcove-list-'))
  const database = openDatabase(join(folder, 'alcove.sqlite'))
  await migrateDatabase(database, { backupFolder: folder })
  onTestFinished(() => {
    database.close()
    rmSync(folder, { recursive: true })
  })
  const store = createListStore(database, createLabelStore(database, Date.now))
  return { list, put, counts: createDocumentStore(database).counts }

  function list(input: ListInput) {
    const { items, total } = store.list(ListInput.parse(input))
    const rows = items.map(({ title, part, holds, passages, state, modifiedAt }) => {
      return [title, part, holds, passages, state, modifiedAt]
    })
    return { total, rows }
  }

  function put(document: FakeDocument): string {
    const {
      path,
      part = '',
      parts = null,
      type,
      title,
      writtenAt = null,
      passages = 1,
      embedded = true,
      job,
    } = document
    const id = randomUUID()
    database.sqlite
      .prepare(`INSERT INTO documents (id, source_id, path, part, parts, type, title, written_at, passages, embedded_at,
        bytes, sha256, modified_at, created_at, updated_at) VALUES (?, 's', ?, ?, ?, ?, ?, ?, ?, ?, 1, '', 1, 1, 1)`)
      .run(id, path, part, parts, type, title, writtenAt, passages, embedded ? 1 : null)
    if (job) {
      database.sqlite
        .prepare(`INSERT INTO jobs (id, source_id, batch_id, kind, path, document_id, state, created_at, updated_at)
          VALUES (?, 's', 'b', 'read', ?, ?, ?, 1, 1)`)
        .run(randomUUID(), path, id, job)
    }
    return id
  }
}
