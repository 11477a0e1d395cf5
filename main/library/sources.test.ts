import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { finished, list, settled, setup, until } from './fake.library.ts'

test('a paused source is neither read nor followed, others go on, and resuming takes up what changed', async () => {
  const { library, papers, outside, write, names, worker, sourceId } = await withFiles(['a.md', 'b.md'])
  writeFileSync(join(outside, 'other.md'), 'Other')

  const paused = await library.pauseSource(sourceId)
  write('a.md', 'Changed at length')
  write('new.md', 'New')
  const scanned = await library.rescan(sourceId)
  const { batchId } = await library.add({ paths: [outside], watch: false })
  await finished(library, batchId)
  const during = { names: names().length, asked: worker.asked.filter((path) => path.startsWith(papers)).length }
  const resumed = await library.resumeSource(sourceId)
  await until(library, () => names().includes('new.md'))
  await settled(library)

  expect({ paused, scanned, during, resumed, names: names().filter((name) => !name.startsWith('/')) }).toMatchObject({
    paused: { ok: true, value: { paused: true, followed: 'no' } },
    scanned: 0,
    during: { names: 3, asked: 2 },
    resumed: { ok: true, value: { paused: false, followed: 'events' } },
    names: ['a.md', 'b.md', 'new.md'],
  })
})

test('what waits in a paused source keeps waiting over a restart and holds up nobody', async () => {
  const first = await setup()
  await first.library.pause()
  first.write('a.md', 'A')
  first.write('b.md', 'B')
  writeFileSync(join(first.outside, 'other.md'), 'Other')
  const { sourceIds } = await first.library.add({ paths: [first.papers], watch: true })
  const sourceId = sourceIds[0] ?? ''
  await first.library.pauseSource(sourceId)
  await first.library.close()

  const { library, names } = await first.again()
  const { batchId } = await library.add({ paths: [first.outside], watch: false })
  await finished(library, batchId)
  await settled(library)
  const waiting = library.list(list({ states: ['waiting'] })).items.map(({ title }) => title)
  const before = { queue: library.state().queue, byState: library.state().byState.waiting, names: names().length }
  await library.resumeSource(sourceId)
  await until(library, () => names().length === 3)

  expect({ waiting: waiting.toSorted(), before }).toEqual({
    waiting: ['a.md', 'b.md'],
    before: { queue: 0, byState: 2, names: 1 },
  })
})

test('a file added to a paused source is read, and the source goes on', async () => {
  const { library, papers, write, names, sourceId } = await withFiles(['a.md'])
  await library.pauseSource(sourceId)
  write('b.md', 'B')

  const { batchId } = await library.add({ paths: [join(papers, 'b.md')], watch: true })
  await finished(library, batchId)

  expect([names(), library.sources()[0]?.paused]).toEqual([['a.md', 'b.md'], false])
})

test('the tree shows folders with the states of what is below them, files, and nothing of other sources', async () => {
  const { library, papers, outside, write, sourceId } = await withFiles([
    'a.md',
    'sub/b.md',
    'sub/ü😀/c.md',
    'sub-2/d.md',
  ])
  writeFileSync(join(outside, 'other.md'), 'Other')
  const other = await library.add({ paths: [join(outside, 'other.md')], watch: false })
  await finished(library, other.batchId)
  await library.pause()
  write('sub/b.md', 'Changed at length')
  write('sub/new.md', 'New')
  await library.rescan(sourceId)

  const children = (path: string | null, limit = 100) => {
    const { nodes, total } = library.tree.children({ sourceId, path, limit })
    return [total, ...nodes.map(({ kind, name, holds, states }) => ({ kind, name, holds, states }))]
  }

  expect({
    top: children(null),
    sub: children(join(papers, 'sub')),
    deep: children(join(papers, 'sub/ü😀')),
    limited: children(null, 1),
    elsewhere: children(outside),
    file: library.tree.children({ sourceId: other.sourceIds[0] ?? '', path: null, limit: 10 }).nodes,
    leaf: children(join(papers, 'a.md')),
  }).toEqual({
    top: [
      3,
      { kind: 'folder', name: 'sub', holds: 3, states: { waiting: 2, ready: 1 } },
      { kind: 'folder', name: 'sub-2', holds: 1, states: { ready: 1 } },
      { kind: 'file', name: 'a.md', holds: null, states: { ready: 1 } },
    ],
    sub: [
      3,
      { kind: 'folder', name: 'ü😀', holds: 1, states: { ready: 1 } },
      { kind: 'file', name: 'b.md', holds: null, states: { waiting: 1 } },
      { kind: 'file', name: 'new.md', holds: null, states: { waiting: 1 } },
    ],
    deep: [1, { kind: 'file', name: 'c.md', holds: null, states: { ready: 1 } }],
    limited: [3, expect.objectContaining({ name: 'sub' })],
    elsewhere: [0],
    file: [expect.objectContaining({ kind: 'file', name: 'other.md', documentId: expect.any(String) })],
    leaf: [0],
  })
})

test('why something is not found is told step by step, up to the first that fails', async () => {
  const { library, papers, outside, write, names, idOf, sourceId } = await withFiles(
    ['a.md', 'b.md', 'c.md', '.alcoveignore'],
    {
      '.alcoveignore': 'private/\n',
    },
  )
  write('private/x.md', 'X')
  write('picture.xyz', 'Y')
  write('empty.md', '')
  await library.bin.removeDocuments([idOf('b.md')])
  await library.rescan()
  await settled(library)
  await until(library, () => library.state().byState.failed === 1)
  rmSync(join(papers, 'c.md'))
  await until(library, () => !names().includes('c.md'))
  const last = async (path: string) => {
    const { found, steps } = await library.tree.why({ path, query: '' })
    return { found, steps: steps.length, ...steps.at(-1) }
  }
  const answers = {
    found: await last(join(papers, 'a.md')),
    left: await last(join(papers, 'private/x.md')),
    kind: await last(join(papers, 'picture.xyz')),
    removed: await last(join(papers, 'b.md')),
    failed: await last(join(papers, 'empty.md')),
    gone: await last(join(papers, 'c.md')),
    folder: await last(papers),
  }
  writeFileSync(join(outside, 'o.md'), 'O')
  await library.pauseSource(sourceId)
  write('new.md', 'New')

  expect({
    ...answers,
    outside: await last(join(outside, 'o.md')),
    paused: await last(join(papers, 'new.md')),
  }).toMatchObject({
    found: { found: true, check: 'meaning', ok: true },
    left: {
      found: false,
      steps: 3,
      check: 'not-left-out',
      remedy: 'change-rules',
      detail: expect.stringMatching(/“private\/” in .*\.alcoveignore/),
    },
    kind: { check: 'not-left-out', remedy: null, detail: expect.stringContaining('a kind Alcove cannot read') },
    removed: { check: 'not-removed', remedy: 'restore' },
    failed: { check: 'read', remedy: 'retry', detail: expect.stringContaining('empty') },
    gone: { check: 'exists', detail: expect.stringContaining('within thirty days') },
    folder: { found: true, check: 'read', detail: expect.stringContaining('1 file in the library') },
    outside: { check: 'in-source', remedy: 'add' },
    paused: { check: 'read', remedy: 'resume', detail: expect.stringContaining('paused') },
  })
})

test('a source says how it is followed, and a renamed folder is followed under its new name', async () => {
  const { library, papers, write, names, sourceId } = await withFiles(['a/one.md', 'a/two.md'])
  await until(library, () => library.sources()[0]?.followed === 'events')

  renameSync(join(papers, 'a'), join(papers, 'b'))
  await until(library, () => names().join() === 'b/one.md,b/two.md')
  write('b/three.md', 'Three')
  await until(library, () => names().includes('b/three.md'))

  expect(library.tree.children({ sourceId, path: null, limit: 10 }).nodes).toMatchObject([{ name: 'b', holds: 3 }])
})

async function withFiles(files: readonly string[], texts: Readonly<Record<string, string>> = {}) {
  const made = await setup()
  for (const name of files) made.write(name, texts[name] ?? `Text of ${name}`)
  const { batchId, sourceIds } = await made.library.add({ paths: [made.papers], watch: true })
  await finished(made.library, batchId)
  const idOf = (name: string) =>
    made.library.list(list({ limit: 500 })).items.find(({ path }) => path === join(made.papers, name))?.documentId ?? ''
  return { ...made, idOf, sourceId: sourceIds[0] ?? '' }
}
