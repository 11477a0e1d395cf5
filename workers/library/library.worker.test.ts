import { execFileSync, fork } from 'node:child_process'
import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { expect, onTestFinished, test } from 'vitest'
import type { EmbedderSpec } from '#contract/embedding-models.contract'
import type { libraryWorkerContract } from '#contract/library.contract'
import { migrateDatabase, openDatabase } from '#database/database'
import { startOllamaTestServer } from '../../tests/ollama/test-server.ts'
import type { Limits } from './limits.ts'
import { makeChatGpt, makeMbox, makeMessage, twoTurns } from './splitters/fake.parts.ts'

const long = 'The pump is cleaned every four weeks by the person on duty. '.repeat(14).trim()

test('a file is findable by words once it was read, and the same bytes a second time change nothing', async () => {
  const { read, file, database } = await setup()
  const path = file('pumps.md', '# Pumps\n\nThe filter is blue.\n')

  const first = await read(path)
  const second = await read(path)

  const found = database.sqlite
    .prepare(
      `SELECT p.text, p.heading, d.title FROM passage_words w JOIN passages p ON p.key = w.rowid
       JOIN documents d ON d.id = p.document_id WHERE passage_words MATCH 'filters AND pump'`,
    )
    .all()
  expect({ first, second, found }).toMatchObject({
    first: { outcome: 'written', passages: 1 },
    second: { outcome: 'unchanged' },
    found: [{ text: 'The filter is blue.', heading: 'Pumps', title: 'Pumps' }],
  })
})

test('many files read at once are all written, each once', async () => {
  const { read, file, count } = await setup()
  const paths = Array.from({ length: 200 }, (_, i) => file(`f${i}.txt`, `Text number ${i}`))

  const outcomes = await Promise.all([...paths, ...paths.slice(0, 20)].map((path) => read(path)))

  expect([
    new Set(outcomes.map(({ outcome }) => outcome)).has('failed'),
    count('documents'),
    count('passages'),
  ]).toEqual([false, 200, 200])
})

test('a changed file keeps the passages that did not change, with their keys and vectors', async () => {
  const { read, file, database, embed } = await setup()
  const keys = () =>
    database.sqlite
      .prepare<[], { id: string; key: number; text: string; vectors: number }>(
        `SELECT id, key, substr(text, 1, 3) AS text, (SELECT count(*) FROM embeddings WHERE passage_key = key) AS vectors
         FROM passages ORDER BY position`,
      )
      .all()
  const path = file('a.md', `# A\n\n${long}\n\n# B\n\n${long.replaceAll('pump', 'boat')}\n`)
  await read(path)
  await embed()
  const [before] = keys()

  file('a.md', `# New\n\n${long.replaceAll('pump', 'door')}\n\n# A\n\n${long}\n`)
  await read(path)

  expect(keys()).toEqual([{ ...before, id: expect.any(String), key: expect.any(Number), vectors: 0 }, before])
})

test('an equal text elsewhere gets the vector that is there, and a document is ready once none is missing', async () => {
  const { read, file, database, embed } = await setup()
  await read(file('a.txt', 'The filter is blue.'))
  const events = await embed()
  await read(file('b.txt', 'The filter is blue.'))

  const vectors = database.sqlite.prepare('SELECT vector FROM embeddings').pluck().all()
  const ready = database.sqlite.prepare('SELECT count(*) FROM documents WHERE embedded_at IS NOT NULL').pluck().get()
  expect({
    events,
    ready,
    same: Buffer.compare(vectors[0] as Buffer, vectors[1] as Buffer),
    bytes: vectors.length,
  }).toEqual({
    events: [{ written: 1, waiting: 0, documentsReady: 1 }],
    ready: 2,
    same: 0,
    bytes: 2,
  })
})

test('vectors are written group by group until the stream is closed, and reading goes on meanwhile', async () => {
  const { read, file, client } = await setup()
  for (let i = 0; i < 60; i++)
    await read(file(`f${i}.txt`, `${i} ${long.slice(0, 300)}\n\n${long} ${i}\n\n${long} ${i}a`))

  const stream = await client.embed()
  const first = await stream.next()
  const readMeanwhile = await read(file('new.txt', 'The newest text.'))
  await stream.return(undefined)
  const rest: number[] = []
  for await (const { waiting } of await client.embed()) rest.push(waiting)

  expect([
    first.done === false && first.value.written > 0,
    readMeanwhile.outcome,
    rest.at(-1),
    (await client.health()).embedder.state,
  ]).toEqual([true, 'written', 0, 'ready'])
})

test('a model that is built gets its vectors beside those that serve, which alone say what is ready', async () => {
  const { read, file, database, embed, client } = await setup()
  const server = await startOllamaTestServer()
  onTestFinished(server.close)
  await read(file('a.txt', 'The filter is blue.'))
  const place = { place: { kind: 'ollama', model: 'all-minilm' } as const, address: server.address, key: null }
  const tried = await client.tryModel({ model: place, sample: 'passages' })
  if (!tried.usable) throw new Error(tried.problem.message)
  const model = { ...place, id: tried.id, dimensions: tried.dimensions }
  const isReady = () => database.sqlite.prepare('SELECT embedded_at IS NOT NULL FROM documents').pluck().get()

  const built = await embed(model)
  const before = isReady()
  const [first] = await embed()
  const counts = await client.vectorCounts()
  database.sqlite
    .prepare("INSERT INTO embedding_models VALUES (?, 'ollama', '', '{}', 384, 'serving', 0, 0, NULL)")
    .run(model.id)
  await read(file('b.txt', 'The pump is red.'))
  const [second] = await embed()
  const [last] = await embed(model)
  const forgotten = await Promise.all([
    client.forgetVectors({ id: model.id }),
    client.forgetVectors({ id: 'all-MiniLM-L6-v2@int8-1' }),
  ])

  expect({ built, before, first, counts, second, last, forgotten }).toEqual({
    built: [{ written: 1, waiting: 0, documentsReady: 0 }],
    before: 0,
    first: { written: 1, waiting: 0, documentsReady: 1 },
    counts: {
      passages: 1,
      models: [
        { id: 'all-MiniLM-L6-v2@int8-1', vectors: 1 },
        { id: model.id, vectors: 1 },
      ],
    },
    // Another model serves by now: the shipped one makes nothing ready any more, and can be forgotten.
    second: { written: 1, waiting: 0, documentsReady: 0 },
    last: { written: 1, waiting: 0, documentsReady: 1 },
    forgotten: [{ vectors: 0 }, { vectors: 2 }],
  })
})

test.each([
  ['too few vectors', (right: Numbers) => right.slice(1)],
  ['vectors of other dimensions', (right: Numbers) => right.map((one) => one.slice(1))],
  ['zeros', (right: Numbers) => right.map((one) => one.map(() => 0))],
  ['what is no number', (right: Numbers) => right.map((one) => one.map(() => null))],
])('of %s nothing is written', async (_, vectors) => {
  const { read, file, embed, count } = await setup()
  const server = await startOllamaTestServer()
  onTestFinished(server.close)
  await read(file('a.txt', 'The filter is blue.'))
  server.embeds.next({ vectors })
  const place = { kind: 'ollama', model: 'all-minilm' } as const
  const id = 'all-minilm@ollama-11ca311fa5cb35d3'

  const [event] = await embed({ id, dimensions: 384, place, address: server.address, key: null })

  expect([event?.written, event?.problem?.reason, count('embeddings')]).toEqual([
    0,
    expect.stringMatching(/unsupported|damaged|not-an-embedding-model/),
    0,
  ])
})

type Numbers = readonly (readonly number[])[]

test('with a damaged model documents stay findable by words and health says why', async () => {
  const modelsFolder = mkdtempSync(join(tmpdir(), 'alcove-models-'))
  onTestFinished(() => rmSync(modelsFolder, { recursive: true }))
  const { read, file, embed, client } = await setup({ modelsFolder })

  const outcome = await read(file('a.txt', 'The filter is blue.'))
  const events = await embed()

  expect([outcome.outcome, events, (await client.health()).embedder]).toMatchObject([
    'written',
    [{ written: 0, waiting: 1, documentsReady: 0 }],
    { state: 'failed', detail: expect.stringContaining('MODEL_DAMAGED') },
  ])
})

test('documents are removed by id, path or source with all that was derived from them', async () => {
  const { read, file, client, count, embed } = await setup()
  const [a, b, c] = [file('a.txt', 'one'), file('b.txt', 'two'), file('c.txt', 'three')]
  const { documentId } = (await read(a)) as { documentId: string }
  await read(b)
  await read(c)
  await embed()

  const removed = [
    await client.remove({ documentIds: [documentId, 'nobody'] }),
    await client.remove({ paths: [b] }),
    await client.remove({ sourceId: 'source' }),
  ]

  const left = ['document_texts', 'passages', 'embeddings', 'passage_words'].map(count)
  expect([removed.map(({ documents }) => documents), left]).toEqual([
    [1, 1, 1],
    [0, 0, 0, 0],
  ])
})

test('messages go with their mailbox and conversations outlive their export, each written once', async () => {
  const { read, file, client, database } = await setup()
  const rows = () =>
    database.sqlite
      .prepare("SELECT title, id FROM documents WHERE part <> '' AND deleted_at IS NULL ORDER BY title")
      .all() as { title: string; id: string }[]
  const written = () => database.sqlite.prepare('SELECT max(updated_at) FROM documents').pluck().get()
  const mailbox = file('a.mbox', makeMbox([makeMessage('1', 'one'), makeMessage('2', 'two')]))
  const chats = file('conversations.json', JSON.stringify([makeChatGpt('a', twoTurns('Question', 'Answer'))]))
  await read(mailbox)
  await read(chats)
  const [before, time] = [rows(), written()]

  const again = [(await read(mailbox)).outcome, (await read(chats)).outcome, written()]
  file('a.mbox', makeMbox([makeMessage('2', 'two'), makeMessage('3', 'three')]))
  await read(mailbox)
  const changed = rows()
  await client.remove({ paths: [mailbox, chats] })

  const id = (title: string) => before.find((row) => row.title === title)?.id
  expect(again).toEqual(['unchanged', 'unchanged', time])
  expect(changed).toEqual([
    { title: 'About 2', id: id('About 2') },
    { title: 'About 3', id: expect.any(String) },
    { title: 'Talk a', id: id('Talk a') },
  ])
  expect(rows()).toEqual([{ title: 'Talk a', id: id('Talk a') }])
})

test('nothing but a regular file inside the folder is opened', async () => {
  const { read, file, folder, outside } = await setup()
  const target = file('real.txt', 'inside')
  const at = (name: string) => join(folder, name)
  symlinkSync(target, at('good.txt'))
  symlinkSync(outside, at('escape.txt'))
  symlinkSync(at('loop-b.txt'), at('loop-a.txt'))
  symlinkSync(at('loop-a.txt'), at('loop-b.txt'))
  linkSync(target, at('hard.txt'))
  mkdirSync(at('folder.txt'))
  execFileSync('mkfifo', [at('pipe.txt')])
  const gone = file('gone.txt', 'x')
  unlinkSync(gone)
  file('empty.txt', '')
  file('large.txt', 'x'.repeat(3_000_000))

  const names = ['good', 'escape', 'loop-a', 'hard', 'folder', 'pipe', 'gone', 'empty', 'large', '../outside']
  const outcomes = await Promise.all(names.map((name) => read(at(`${name}.txt`))))

  expect(outcomes.map((outcome) => (outcome.outcome === 'failed' ? outcome.failure.code : outcome.outcome))).toEqual([
    'written',
    'PATH_OUTSIDE_SOURCE',
    'LINK_LOOP',
    'written',
    'FORMAT_UNSUPPORTED',
    'FORMAT_UNSUPPORTED',
    'FILE_MISSING',
    'FILE_EMPTY',
    'FILE_TOO_LARGE',
    'PATH_OUTSIDE_SOURCE',
  ])
})

test('a file that takes too long or too much memory is refused, and the next one is read', async () => {
  const slow = await setup({ limits: { parseMilliseconds: 1 } })
  const small = await setup({ limits: { heapMegabytes: 64, fileBytes: 50_000_000 } })

  const outcomes = [
    await slow.read(slow.file('a.md', `${'*a '.repeat(200_000)}`)),
    // Markdown is parsed by JavaScript, which the thread can be ended in; JSON.parse would take the process along.
    await small.read(small.file('a.md', '* one *two* `three`\n'.repeat(400_000))),
    await small.read(small.file('b.txt', 'fine')),
  ]

  expect(outcomes).toMatchObject([
    { outcome: 'failed', failure: { code: 'FILE_TOO_SLOW' } },
    { outcome: 'failed', failure: { code: 'FILE_ENDS_READER' } },
    { outcome: 'written' },
  ])
})

async function setup(options: { limits?: Partial<Limits>; modelsFolder?: string } = {}) {
  const home = mkdtempSync(join(tmpdir(), 'alcove-library-'))
  const folder = join(home, 'folder')
  const outside = join(home, 'outside.txt')
  mkdirSync(folder)
  writeFileSync(outside, 'outside')
  const databasePath = join(home, 'alcove.sqlite')
  const database = openDatabase(databasePath)
  await migrateDatabase(database, { backupFolder: join(home, 'backups') })
  const limits = { fileBytes: 2_000_000, ...options.limits }
  const child = fork(new URL('./library.worker.ts', import.meta.url), [
    JSON.stringify({ databasePath, ...options, limits }),
  ])
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const link = new RPCLink({
    port: {
      on: (event: string, listener: (event?: { data: unknown }) => void) => {
        if (event === 'message') child.on('message', (data) => listener({ data }))
        if (event === 'close') child.on('disconnect', () => listener())
      },
      postMessage: (message: unknown) => child.send(message as object),
    },
  })
  const client: ContractRouterClient<typeof libraryWorkerContract> = createORPCClient(link)
  onTestFinished(async () => {
    child.disconnect()
    await ended
    database.close()
    rmSync(home, { recursive: true })
  })

  return { client, database, folder, outside, file, read, embed, count }

  function file(name: string, content: string): string {
    const path = join(folder, name)
    writeFileSync(path, content)
    return path
  }

  function read(path: string) {
    return client.read({ path, sourceId: 'source', root: folder, title: null })
  }

  async function embed(model?: EmbedderSpec) {
    const events = []
    for await (const event of await client.embed({ model })) events.push(event)
    return events
  }

  function count(table: string) {
    return database.sqlite.prepare(`SELECT count(*) FROM ${table}`).pluck().get()
  }
}
