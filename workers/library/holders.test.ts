import { mkdtempSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { migrateDatabase, openDatabase } from '#database/database'
import { createDocumentStore } from './document.store.ts'
import { makeZip } from './fake.files.ts'
import { createIngest } from './ingest.ts'
import { Limits } from './limits.ts'
import { createParserThread } from './parser-thread.ts'
import { makeChatGpt, makeMbox, makeMessage, twoTurns } from './splitters/fake.parts.ts'
import { createVectorStore } from './vector.store.ts'

const message = (id: string) => makeMessage(id, `The words of ${id}`)

test('of a mailbox that changed only what changed is written, and what stayed keeps its id', async () => {
  const { read, file, rows, written } = await setup()
  const path = file('a.mbox', makeMbox(['1', '2', '3'].map(message)))
  const first = await read(path)
  const before = rows()
  written.length = 0

  file('a.mbox', makeMbox(['1', '3', '4'].map(message)))
  const second = await read(path)
  const again = await read(path)

  const after = rows()
  const ids = (of: typeof before, title: string) => of.find((row) => row.title === title)?.id
  expect([first.outcome, second.outcome, again.outcome, written]).toEqual([
    'written',
    'written',
    'unchanged',
    ['4@example.org'],
  ])
  expect(after.map(({ title, parts, passages }) => [title, parts, passages])).toEqual([
    ['About 1', null, 1],
    ['About 3', null, 1],
    ['About 4', null, 1],
    ['a.mbox', 3, 3],
  ])
  expect([ids(after, 'About 1'), ids(after, 'About 3')]).toEqual([ids(before, 'About 1'), ids(before, 'About 3')])
})

test('a mailbox that vanished takes its messages along, and one that moved keeps them', async () => {
  const { ingest, read, file, rows, folder } = await setup()
  const path = file('a.mbox', makeMbox(['1', '2'].map(message)))
  await read(path)
  const before = rows()
  const moved = join(folder, 'b.mbox')

  renameSync(path, moved)
  const afterMove = [(await read(moved)).outcome, rows().map(({ id }) => id)]
  unlinkSync(moved)
  await ingest.remove({ paths: [moved] })

  // Read again, because its title is its name; nothing in it is written anew.
  expect(afterMove).toEqual(['written', before.map(({ id }) => id)])
  expect(rows()).toEqual([])
})

test('a message in a file of its own is that file, with its attachments inside', async () => {
  const { read, file, rows } = await setup()
  const body =
    'Content-Type: multipart/mixed; boundary=b\n\n--b\n\nHello\n--b\nContent-Type: text/plain; name=n.txt\nContent-Disposition: attachment\n\nThe note\n--b--'
  const path = file('a.eml', makeMessage('1', body).replace('\n\n', '\n'))

  const outcomes = [(await read(path)).outcome, (await read(path)).outcome]

  expect([outcomes, rows().map(({ title, part, parts, thread }) => [title, part, parts, thread])]).toEqual([
    ['written', 'unchanged'],
    [
      ['About 1', '', null, '1@example.org'],
      ['n.txt — About 1', '/1/n.txt', null, '1@example.org'],
    ],
  ])
})

test('a newer export changes what changed and loses nothing, an older one later changes nothing', async () => {
  const { read, file, rows, texts, written } = await setup()
  const talk = (id: string, answer: string, time: number) =>
    makeChatGpt(id, twoTurns('Question', answer), { update_time: time })
  const zip = (...talks: object[]) => makeZip([{ name: 'conversations.json', content: JSON.stringify(talks) }])
  const old = zip(talk('a', 'first', 100), talk('b', 'first', 100), talk('gone', 'first', 100))
  const path = file('chatgpt.zip', old)
  await read(path)
  const before = rows()
  written.length = 0

  file('chatgpt.zip', zip(talk('a', 'first', 100), talk('b', 'second', 200)))
  await read(path)
  const afterNewer = [...written]
  const other = file('chatgpt-old.zip', Buffer.concat([old]))
  await read(other)

  expect([afterNewer, written]).toEqual([['chatgpt:b'], ['chatgpt:b', 'chatgpt:a', 'chatgpt:gone']])
  expect(texts().map((text) => text.split('\n\n').at(-1))).toEqual(['first', 'second', 'first'])
  expect(
    rows()
      .filter(({ part }) => part)
      .map(({ id }) => id),
  ).toEqual(before.filter(({ part }) => part).map(({ id }) => id))
})

test('imported conversations outlive the file they came in, and are removed with their source', async () => {
  const { ingest, read, file, rows } = await setup()
  const path = file('conversations.json', JSON.stringify([makeChatGpt('a', twoTurns('Question', 'Answer'))]))
  await read(path)

  unlinkSync(path)
  await ingest.remove({ paths: [path] })
  const afterFile = rows().map(({ title }) => title)
  await ingest.remove({ sourceId: 's' })

  expect([afterFile, rows()]).toEqual([['Talk a'], []])
})

test('a file that holds documents is ready when all of them are', async () => {
  const { read, file, database } = await setup()
  const path = file('a.mbox', makeMbox(['1', '2'].map(message)))
  await read(path)
  const vectors = createVectorStore(database, 'model')
  const ready = () =>
    database.sqlite.prepare('SELECT title FROM documents WHERE embedded_at IS NOT NULL ORDER BY title').pluck().all()
  const embed = (documentId: string | undefined) => {
    const passages = vectors.load(vectors.missingOf(documentId ?? ''))
    vectors.write(passages.map(({ textHash }) => ({ textHash, vector: new Float32Array(4) })))
  }
  const [first, second, holder] = vectors.waitingDocuments(10)

  embed(first)
  vectors.write([], [holder ?? ''])
  const half = ready()
  embed(second)
  vectors.write([], [holder ?? ''])

  expect([half.length, ready()]).toEqual([1, ['About 1', 'About 2', 'a.mbox']])
})

test('a message the reader cannot bear is in the list with the reason, and those after it are read', async () => {
  const { read, file, rows, texts } = await setup({ heapMegabytes: 64 })
  const heavy = makeMessage('2', '* one *two* `three`\n'.repeat(400_000))
  const path = file('a.mbox', makeMbox([message('1'), heavy, message('3')]))

  const { outcome } = await read(path)

  expect([outcome, rows().map(({ title }) => title)]).toEqual(['written', ['About 1', 'About 2', 'About 3', 'a.mbox']])
  expect(texts().filter((text) => text.includes('more than Alcove reads'))).toHaveLength(1)
})

async function setup(options: Partial<Limits> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'alcove-holders-'))
  const database = openDatabase(join(folder, 'alcove.sqlite'))
  await migrateDatabase(database, { backupFolder: folder })
  const limits = Limits.parse(options)
  const store = createDocumentStore(database, 'model')
  const written: string[] = []
  const documents: typeof store = {
    ...store,
    write(documents) {
      written.push(...documents.map(({ part }) => part))
      return store.write(documents)
    },
  }
  const parser = createParserThread({
    limits,
    giveUp: (reason) => {
      throw new Error(reason)
    },
  })
  const ingest = createIngest({ documents, parser, limits })
  onTestFinished(async () => {
    await parser.close()
    database.close()
    rmSync(folder, { recursive: true })
  })
  return { ingest, read, file, folder, database, written, rows, texts }

  function read(path: string) {
    return ingest.read({ path, sourceId: 's', root: folder, title: null })
  }

  function file(name: string, content: string | Uint8Array): string {
    const path = join(folder, name)
    writeFileSync(path, content)
    return path
  }

  function rows() {
    return database.sqlite
      .prepare<[], { id: string; title: string; part: string; parts: number | null; passages: number; thread: string }>(
        'SELECT id, title, part, parts, passages, thread FROM documents WHERE deleted_at IS NULL ORDER BY title',
      )
      .all()
  }

  function texts() {
    return database.sqlite
      .prepare<[], string>(
        'SELECT t.text FROM document_texts t JOIN documents d ON d.id = t.document_id ORDER BY d.identity',
      )
      .pluck()
      .all()
  }
}
