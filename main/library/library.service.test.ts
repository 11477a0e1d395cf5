import { existsSync, readFileSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { WorkerDied } from '../app/worker-connection.ts'
import { finished, list, settled, setup, until } from './fake.library.ts'

test('a folder is read file by file, findable by words and by meaning at the end, and found unchanged the second time', async () => {
  const { library, papers, write } = await setup()
  write('a.md', 'Alpha\n\nBeta')
  write('deep/er/b.txt', 'Gamma')

  const added = await library.add({ paths: [papers], watch: false })
  const end = await finished(library, added.batchId)
  const again = await library.add({ paths: [papers], watch: false })
  const endAgain = await finished(library, again.batchId)

  expect({ added, end, again, endAgain, state: library.state(), sources: library.sources() }).toMatchObject({
    added: { added: 2, skipped: 0, failed: [] },
    end: { added: 2, done: 2, total: 2, seconds: { words: expect.any(Number), meaning: expect.any(Number) } },
    again: { added: 0, skipped: 2, sourceIds: added.sourceIds },
    endAgain: { finished: true, seconds: { words: expect.any(Number), meaning: expect.any(Number) } },
    state: { documents: 2, passages: 3, queue: 0, byState: { ready: 2, waiting: 0 }, progress: { done: 0, total: 0 } },
    sources: [{ kind: 'folder', title: 'papers', path: papers, watched: false, documents: 2, problem: null }],
  })
})

test('hidden files, dependencies, build output of projects and binaries are passed over, and Alcove never reads itself', async () => {
  const { library, papers, write, names } = await setup({ dataInside: true })
  write('note.md', 'Kept')
  write('.secret.md', 'no')
  write('.git/config.md', 'no')
  write('node_modules/x/readme.md', 'no')
  write('project/package.json', '{}')
  write('project/dist/out.js', 'no')
  write('project/src/in.js', 'yes')
  write('Vendor/contract.md', 'A folder of contracts is no build output')
  write('photo.png', 'no')
  write('alcove-data/imports/own.md', 'no')

  const added = await library.add({ paths: [papers], watch: false })
  await finished(library, added.batchId)

  expect({ added, names: names() }).toMatchObject({
    added: { added: 4, skipped: 2, failed: [] },
    names: ['Vendor/contract.md', 'note.md', 'project/package.json', 'project/src/in.js'],
  })
})

test('what cannot be added is told by name and the rest goes on', async () => {
  const { library, papers, outside, write, names } = await setup()
  write('good.md', 'Good')
  write('sub/also.md', 'Also good')
  symlinkSync(papers, join(papers, 'sub', 'loop'))
  symlinkSync(outside, join(papers, 'escape'))
  symlinkSync('self', join(papers, 'self'))
  symlinkSync(join(papers, 'good.md'), join(papers, 'same.md'))

  const missing = join(papers, 'missing')
  const added = await library.add({ paths: [missing, 'relative', papers], watch: false })
  await finished(library, added.batchId)

  const failed = added.failed.map(({ path, code }) => `${path.replace(papers, '')} ${code}`).toSorted()
  expect({ added: added.added, skipped: added.skipped, failed, names: names() }).toEqual({
    added: 2,
    skipped: 1,
    failed: [
      '/escape PATH_OUTSIDE_SOURCE',
      '/missing FILE_MISSING',
      '/self LINK_LOOP',
      '/sub/loop LINK_LOOP',
      'relative FILE_MISSING',
    ],
    names: ['good.md', 'sub/also.md'],
  })
})

test('a folder inside a source belongs to that source, and its files are there once', async () => {
  const { library, papers, write, names } = await setup()
  write('sub/a.md', 'A')
  const first = await library.add({ paths: [papers], watch: false })
  await finished(library, first.batchId)
  write('sub/b.md', 'B')

  const second = await library.add({ paths: [join(papers, 'sub'), join(papers, 'sub', 'a.md')], watch: false })
  await finished(library, second.batchId)

  expect({ second, sources: library.sources().length, names: names() }).toMatchObject({
    second: { added: 1, skipped: 2, sourceIds: first.sourceIds },
    sources: 1,
    names: ['sub/a.md', 'sub/b.md'],
  })
})

test('a file that changes while it is read is read again for those who wait for it', async () => {
  const { library, papers, write, worker, texts } = await setup()
  const reading = Promise.withResolvers<void>()
  const go = Promise.withResolvers<void>()
  worker.before = async () => {
    reading.resolve()
    await go.promise
    return undefined
  }
  write('a.md', 'One')
  const added = await library.add({ paths: [papers], watch: false })
  await reading.promise
  write('a.md', 'One, and more')

  const queued = await library.rescan()
  go.resolve()

  expect({ queued, end: await finished(library, added.batchId), texts: texts() }).toMatchObject({
    queued: 1,
    end: { added: 1, done: 1, total: 1, failed: [] },
    texts: ['One, and more'],
  })
})

test('a new file that vanishes while it is read does not stay in the library', async () => {
  const { library, papers, write, worker, texts } = await setup()
  const reading = Promise.withResolvers<void>()
  const go = Promise.withResolvers<void>()
  worker.before = async () => {
    const text = readFileSync(path, 'utf8')
    reading.resolve()
    await go.promise
    // As a file that was opened before it went is read to its end.
    writeFileSync(path, text)
    return undefined
  }
  const path = write('a.md', 'One')
  await library.add({ paths: [papers], watch: false })
  await reading.promise
  rmSync(path)

  await library.rescan()
  go.resolve()
  await settled(library)

  expect({ texts: texts(), documents: library.state().documents }).toEqual({ texts: [], documents: 0 })
})

test('a text and a dropped file are kept as files of Alcove, by name of their own', async () => {
  const { library, data } = await setup()

  const text = await library.addText({ title: 'A thought', text: '# Think\n\nTwice' })
  const file = await library.addFile({ name: '../..\\evil/Plan.TXT', base64: Buffer.from('Do it').toString('base64') })
  await finished(library, text.batchId)
  await finished(library, file.batchId)

  const { items } = library.list(list({ sort: 'title', descending: false }))
  expect(items.map((item) => [item.title, readFileSync(item.path, 'utf8'), dirname(item.path), item.state])).toEqual([
    ['A thought', '# Think\n\nTwice', join(data, 'imports'), 'ready'],
    ['Plan', 'Do it', join(data, 'imports'), 'ready'],
  ])
})

test('files are listed in every order, filtered by name or not', async () => {
  const { library, write, papers } = await setup()
  write('Beta.md', 'Beta.')
  write('Alpha.md', 'Alpha.')
  write('Broken.md', '')
  await finished(library, (await library.add({ paths: [papers], watch: false })).batchId)
  const sorts = ['title', 'source', 'state', 'passages', 'changed'] as const

  expect(
    sorts.flatMap((sort) => ['', 'md'].map((filter) => library.list(list({ sort, filter, descending: false })).total)),
  ).toEqual(sorts.flatMap(() => [3, 3]))
})

test('files are sorted by the name that is shown, not by the folder, those that failed among the others', async () => {
  const { library, write, papers } = await setup()
  for (const path of ['x/b.md', 'sub/a.md', 'C.md']) write(path, path === 'C.md' ? '' : 'Text')
  await finished(library, (await library.add({ paths: [papers], watch: false })).batchId)
  await finished(library, (await library.addText({ title: 'Aa pasted', text: 'Thought' })).batchId)

  const { items } = library.list(list({ sort: 'title', descending: false }))
  expect(items.map(({ title }) => title)).toEqual(['a.md', 'Aa pasted', 'b.md', 'C.md'])
})

test('a failed file is listed with its reason, and read when tried again after it was mended', async () => {
  const { library, papers, write } = await setup()
  const path = write('empty.md', '')
  const added = await library.add({ paths: [papers], watch: false })
  const end = await finished(library, added.batchId)
  const failed = library.list(list({ states: ['failed'] }))
  write('empty.md', 'No longer')

  const queued = library.retry([])
  await settled(library)

  expect({ failures: end.failed, failed, queued, ready: library.list(list({ states: ['ready'] })) }).toMatchObject({
    failures: [{ path, code: 'FILE_EMPTY' }],
    failed: {
      total: 1,
      items: [{ path, state: 'failed', failure: { code: 'FILE_EMPTY' }, documentId: null, title: 'empty.md' }],
    },
    queued: 1,
    ready: { total: 1, items: [{ path, failure: null, jobId: null }] },
  })
})

test('small files come first and at most 64 are read at one time', async () => {
  const { library, worker, papers, write } = await setup()
  for (let index = 0; index < 150; index += 1) write(`f${index}.txt`, 'x'.repeat(150 - index))
  const old = write('old.txt', 'x')
  utimesSync(old, 1_000_000, 1_000_000)
  library.pause()
  const added = await library.add({ paths: [papers], watch: false })

  library.resume()
  await finished(library, added.batchId)

  expect([worker.asked[0], worker.asked.at(-1), worker.most]).toEqual([join(papers, 'f149.txt'), old, 64])
})

test('paused work waits, cancelled files leave the queue and come back when asked', async () => {
  const { library, papers, write, names } = await setup()
  write('a.md', 'A')
  write('b.md', 'B')
  await library.pause()
  const { batchId } = await library.add({ paths: [papers], watch: false })
  const waiting = library.state()

  const { items } = library.list(list({ filter: 'a.md' }))
  const cancelled = library.cancel(items.map((item) => item.jobId ?? ''))
  library.resume()
  await finished(library, batchId)
  const without = names()
  library.retry([])
  await settled(library)

  expect([waiting.queue, waiting.progress.paused, cancelled, without, names()]).toEqual([
    2,
    true,
    1,
    ['b.md'],
    ['a.md', 'b.md'],
  ])
})

test('a file that ends the reader twice is set aside and every other one is read', async () => {
  const { library, worker, papers, write, names } = await setup()
  for (let index = 0; index < 20; index += 1) write(`f${index}.md`, `Text ${index}`)
  const guilty = write('guilty.md', 'x')
  let alive = new AbortController()
  worker.before = async ({ path }) => {
    const mine = alive
    if (path === guilty) {
      alive = new AbortController()
      mine.abort()
    }
    await Promise.resolve()
    if (mine.signal.aborted) throw new WorkerDied('library', { code: null, signal: 'SIGSEGV' })
    return undefined
  }

  const added = await library.add({ paths: [papers], watch: false })
  const end = await finished(library, added.batchId)

  expect({ failed: end.failed, read: names().length }).toMatchObject({
    failed: [{ path: guilty, code: 'FILE_ENDS_READER' }],
    read: 20,
  })
})

test('files that were being read when the process died are read by the next one', async () => {
  const first = await setup()
  first.write('a.md', 'A')
  first.write('b.md', 'B')
  first.worker.before = () => new Promise(() => {})
  await first.library.add({ paths: [first.papers], watch: false })
  const running = first.library.state().byState.reading

  const { library } = await first.again()
  await settled(library)

  expect([running, library.state().byState]).toMatchObject([2, { ready: 2, reading: 0, failed: 0 }])
})

test('a full disk stops all work with a reason, gives the reserve back, and work goes on when told', async () => {
  const { library, worker, papers, data, write } = await setup()
  write('a.md', 'A')
  let isFull = true
  worker.before = () =>
    isFull ? { outcome: 'failed', failure: { code: 'STORAGE_FULL', message: 'SQLITE_FULL' } } : undefined
  const reserved = existsSync(join(data, 'reserve'))

  const { batchId } = await library.add({ paths: [papers], watch: false })
  const blocked = await until(library, (state) => state.progress.blocked !== null)
  const given = existsSync(join(data, 'reserve'))
  isFull = false
  library.resume()
  const end = await finished(library, batchId)

  expect({ reserved, blocked, given, end, now: library.state().progress.blocked }).toMatchObject({
    reserved: true,
    blocked: { queue: 1, byState: { failed: 0 }, progress: { blocked: { code: 'STORAGE_FULL' } } },
    given: false,
    end: { failed: [], finished: true },
    now: null,
  })
})

test('a source that was removed takes its documents along, leaves the files, and comes back whole', async () => {
  const { library, papers, write, names } = await setup()
  const path = write('a.md', 'A')
  const { sourceIds, batchId } = await library.add({ paths: [papers], watch: false })
  await finished(library, batchId)

  const removed = await library.removeSource(sourceIds[0] ?? '')
  const without = { names: names(), sources: library.sources(), file: readFileSync(path, 'utf8') }
  const restored = await library.restoreSource(sourceIds[0] ?? '')
  await settled(library)

  expect({ removed, without, restored, names: names(), unknown: await library.removeSource('x') }).toMatchObject({
    removed: { ok: true, value: 1 },
    without: { names: [], sources: [], file: 'A' },
    restored: { ok: true, value: { added: 1 } },
    names: ['a.md'],
    unknown: { ok: false, failure: { code: 'SOURCE_NOT_FOUND' } },
  })
})

test('the original is given piece by piece while it is the file that was read, and no other', async () => {
  const { library, papers, write } = await setup()
  const path = write('a.md', 'Original')
  const { batchId } = await library.add({ paths: [papers], watch: false })
  await finished(library, batchId)
  const documentId = library.list(list({})).items[0]?.documentId ?? ''

  const piece = await library.original({ documentId, offset: 4, length: 100 })
  const { atime, mtime } = statSync(path)
  utimesSync(path, atime, new Date(mtime.getTime() + 60_000))
  const touched = await library.original({ documentId, offset: 0, length: 4 })
  writeFileSync(path, 'Replaced')
  const replaced = await library.original({ documentId, offset: 0, length: 4 })
  const document = await library.document(documentId)

  expect({ piece, touched, replaced, document }).toMatchObject({
    piece: { ok: true, value: { base64: Buffer.from('inal').toString('base64'), total: 8 } },
    touched: { ok: true },
    replaced: { ok: false, failure: { code: 'ORIGINAL_GONE' } },
    document: { ok: true, value: { text: 'Original', original: false } },
  })
})
