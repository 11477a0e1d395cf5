import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { z } from 'zod'
import { alcove, folderWith } from './alcove-process.ts'

const Asked = z.object({ citations: z.array(z.unknown()) })

// Each command is a process that loads its models: on a machine busy with other tests that takes its time.
vi.setConfig({ testTimeout: 240_000 })

const papers = {
  'lease.md':
    '# Lease\n\n## Term\n\nThe lease ends on 31 March 2027. The rent is due on the first day of each month.\n',
  'garden.txt': 'The apple trees are pruned in February, before the buds swell. Roses follow in March.\n',
  'notes/kitchen.md': '# Kitchen\n\nThe oven is cleaned every Friday by whoever cooked last.\n',
}

test('files are added, found and cited, and what the command line prints has the promised shape', async () => {
  const data = folderWith()
  const folder = folderWith(papers)

  const added = await alcove(data, ['add', '.', '--wait', '--json'], { from: folder })
  const again = await alcove(data, ['add', folder, '--wait', '--json'])
  const found = await alcove(data, ['search', 'when are apple trees pruned', '--limit', '1', '--json'])
  const asked = await alcove(data, ['ask', 'When does the lease end?', '--json'])
  const status = await alcove(data, ['status', '--json'])
  const doctor = await alcove(data, ['doctor', '--json'])

  expect([added.code, again.code, found.code, asked.code, status.code, doctor.code]).toEqual([0, 0, 0, 0, 0, 0])
  expect(added.json).toEqual({
    added: 3,
    skipped: 0,
    failed: [],
    documents: 3,
    passages: 3,
    seconds: { words: expect.any(Number), meaning: expect.any(Number) },
  })
  expect(again.json).toMatchObject({ added: 0, skipped: 3, documents: 3, passages: 3 })
  expect(found.json).toEqual({
    results: [
      {
        passageId: expect.any(String),
        documentId: expect.any(String),
        path: join(folder, 'garden.txt'),
        title: 'garden',
        page: null,
        heading: null,
        startLine: 1,
        endLine: 1,
        place: null,
        text: papers['garden.txt'].trim(),
        score: expect.any(Number),
      },
    ],
    milliseconds: expect.any(Number),
  })
  expect(asked.json).toMatchObject({
    answer: expect.stringContaining('“The lease ends on 31 March 2027.” [1]'),
    mode: 'quotes',
    model: null,
    milliseconds: { retrieval: expect.any(Number), total: expect.any(Number) },
  })
  // Other sentences may be quoted after it.
  expect(Asked.parse(asked.json).citations[0]).toMatchObject({
    n: 1,
    passageId: expect.any(String),
    path: join(folder, 'lease.md'),
    title: 'Lease',
    page: null,
    quote: 'The lease ends on 31 March 2027.',
  })
  expect(status.json).toEqual({
    documents: 3,
    passages: 3,
    byState: expect.objectContaining({ ready: 3, failed: 0 }),
    queue: 0,
    model: null,
    embedder: 'all-MiniLM-L6-v2',
    dataFolder: data,
    bytes: expect.any(Number),
  })
  expect(doctor.json).toMatchObject({ ok: true })
})

test('a batch of queries gives one line for each, at most one passage of a document', async () => {
  const data = folderWith()
  const folder = folderWith({ ...papers, 'queries.jsonl': '{"id":"a","query":"oven"}\n\n{"id":7,"query":"roses"}\n' })
  await alcove(data, ['add', join(folder, 'garden.txt'), join(folder, 'notes'), '--wait', '--json'])

  const { code, json } = await alcove(
    data,
    ['search', '--batch', 'queries.jsonl', '--by', 'document', '--mode', 'words', '--json'],
    { from: folder },
  )

  expect({ code, json }).toMatchObject({
    code: 0,
    json: [
      { id: 'a', results: [{ title: 'Kitchen' }], milliseconds: expect.any(Number) },
      { id: 7, results: [{ title: 'garden' }], milliseconds: expect.any(Number) },
    ],
  })
})

test('without waiting the files are queued, and the next process that waits reads them', async () => {
  const data = folderWith()
  const folder = folderWith(papers)

  const queued = await alcove(data, ['add', folder, '--json'])
  const waited = await alcove(data, ['add', folder, '--wait', '--json'])

  expect(queued.json).toMatchObject({ added: 3, seconds: { words: null, meaning: null } })
  expect(waited.json).toMatchObject({ documents: 3 })
})

test('one missing path of several is named and the rest is added; only missing paths fail the command', async () => {
  const data = folderWith()
  const folder = folderWith(papers)

  const some = await alcove(data, ['add', 'garden.txt', 'nowhere.txt', '--json'], { from: folder })
  const none = await alcove(data, ['add', 'nowhere.txt', '--json'], { from: folder })

  const failed = [{ path: join(folder, 'nowhere.txt'), code: 'FILE_MISSING', message: expect.any(String) }]
  expect([some.code, some.json, none.code, none.json]).toMatchObject([0, { added: 1, failed }, 1, { added: 0, failed }])
})

test.each([
  { args: [], code: 2 },
  { args: ['dig'], code: 2 },
  { args: ['add'], code: 2 },
  { args: ['search'], code: 2 },
  { args: ['search', 'x', '--mode', 'luck'], code: 2 },
  { args: ['search', 'x', '--limit', 'many'], code: 2 },
  { args: ['search', 'x', '--batch', 'y'], code: 2 },
  { args: ['serve', '--port', '70000'], code: 2 },
  { args: ['--help'], code: 0 },
  { args: ['version', '--json'], code: 0 },
])('`alcove $args` ends with $code', async ({ args, code }) => {
  const data = folderWith()

  const run = await alcove(data, args)

  expect(run.code).toBe(code)
})

test('a folder that holds other files is refused with a sentence, and nothing is written into it', async () => {
  const data = folderWith({ 'thesis.txt': 'mine' })

  const { code, json, stderr } = await alcove(data, ['status', '--json'])

  expect({ code, json, stderr, kept: readFileSync(join(data, 'thesis.txt'), 'utf8') }).toEqual({
    code: 1,
    json: {
      error: {
        code: 'DATA_FOLDER_REFUSED',
        message: expect.stringContaining("holds files that are not Alcove's own"),
      },
    },
    stderr: expect.stringContaining('Nothing was changed'),
    kept: 'mine',
  })
})

test('a damaged library is left alone and doctor says how to go on', async () => {
  const data = folderWith({ 'alcove.sqlite': 'this was a library once '.repeat(400) })

  const status = await alcove(data, ['status', '--json'])
  const doctor = await alcove(data, ['doctor', '--json'])

  expect([status.code, status.json, doctor.code, doctor.json]).toMatchObject([
    1,
    { error: { code: 'DATABASE_DAMAGED', message: expect.stringContaining('left as it is') } },
    1,
    {
      ok: false,
      checks: [{ name: 'library', ok: false, state: 'broken', remedy: expect.stringContaining('repair --salvage') }],
    },
  ])
})
