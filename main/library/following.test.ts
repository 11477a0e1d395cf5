import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { finished, settled, setup, until } from './fake.library.ts'

test('a watched folder is followed: new, changed, renamed and removed files reach the library', async () => {
  const { library, papers, write, names, texts } = await setup()
  write('a.md', 'A')
  write('b.md', 'B')
  const { batchId } = await library.add({ paths: [papers], watch: true })
  await finished(library, batchId)

  write('sub/c.md', 'C')
  write('.hidden.md', 'no')
  write('node_modules/m/d.md', 'no')
  await until(library, () => names().includes('sub/c.md'))
  write('a.md', 'A, at greater length')
  await until(library, () => texts().includes('A, at greater length'))
  renameSync(join(papers, 'b.md'), join(papers, 'renamed.md'))
  await until(library, () => names().includes('renamed.md') && !names().includes('b.md'))
  rmSync(join(papers, 'sub'), { recursive: true })
  await until(library, () => !names().includes('sub/c.md'))
  await settled(library)

  expect(names()).toEqual(['a.md', 'renamed.md'])
})

test('what changes in folders that were made with folders in them is followed, too', async () => {
  const { library, papers, write, names, texts } = await setup()
  write('a.md', 'A')
  const { batchId } = await library.add({ paths: [papers], watch: true })
  await finished(library, batchId)

  for (const name of ['1', '2', '3']) write(`made/deep/${name}/b.md`, `B ${name}`)
  await until(library, () => names().length === 4)
  write('made/deep/2/b.md', 'B 2, at greater length')
  rmSync(join(papers, 'made/deep/3/b.md'))
  write('made/deep/1/c.md', 'C')
  await until(library, () => texts().includes('B 2, at greater length') && names().includes('made/deep/1/c.md'))
  await until(library, () => !names().includes('made/deep/3/b.md'))
  await settled(library)

  expect(names()).toEqual(['a.md', 'made/deep/1/b.md', 'made/deep/1/c.md', 'made/deep/2/b.md'])
})

test('a folder added without watching stays as it was until it is scanned', async () => {
  const { library, papers, write, names } = await setup()
  write('a.md', 'A')
  const { batchId } = await library.add({ paths: [papers], watch: false })
  await finished(library, batchId)
  write('b.md', 'B')
  rmSync(join(papers, 'a.md'))

  const before = names()
  const queued = await library.rescan()
  await settled(library)

  expect([before, queued, names()]).toEqual([['a.md'], 2, ['b.md']])
})

test('what changed while Alcove was closed is found at the start, and nothing else is read', async () => {
  const first = await setup()
  for (const name of ['kept.md', 'changed.md', 'removed.md']) first.write(name, name)
  const { batchId } = await first.library.add({ paths: [first.papers], watch: true })
  await finished(first.library, batchId)
  await first.library.close()
  first.write('changed.md', 'Something longer')
  first.write('new.md', 'New')
  rmSync(join(first.papers, 'removed.md'))

  const { library, worker, names } = await first.again()
  await until(library, () => names().join() === 'changed.md,kept.md,new.md')
  await settled(library)

  expect(worker.asked.toSorted()).toEqual([join(first.papers, 'changed.md'), join(first.papers, 'new.md')])
})

test('a source that cannot be reached keeps its documents and says so until it is back', async () => {
  const { library, papers, write, names } = await setup()
  write('a.md', 'A')
  const { batchId } = await library.add({ paths: [papers], watch: true })
  await finished(library, batchId)

  renameSync(papers, `${papers}-away`)
  await library.rescan()
  const away = { problem: library.sources()[0]?.problem, names: names() }
  renameSync(`${papers}-away`, papers)
  await library.rescan()
  const back = { problem: library.sources()[0]?.problem, names: names() }

  expect({ away, back }).toEqual({
    away: { problem: expect.stringContaining('cannot be found'), names: ['a.md'] },
    back: { problem: null, names: ['a.md'] },
  })
})

test('a single file is followed, and its document goes when the file does', async () => {
  const { library, papers, write, names, texts } = await setup()
  const path = write('one.md', 'One')
  write('other.md', 'Other')
  const { batchId } = await library.add({ paths: [path], watch: true })
  await finished(library, batchId)

  write('one.md', 'One and more')
  await until(library, () => texts().includes('One and more'))
  rmSync(path)
  await until(library, () => names().length === 0 && library.sources()[0]?.problem !== null)

  expect(library.sources()).toMatchObject([
    { kind: 'file', title: 'one.md', problem: expect.stringContaining('removed') },
  ])
  expect(papers).toContain('papers')
})

test('files of a removed source that lie in another source stay in the library as part of that', async () => {
  const { library, papers, write, names } = await setup()
  write('sub/a.md', 'A')
  const inner = await library.add({ paths: [join(papers, 'sub')], watch: true })
  await finished(library, inner.batchId)
  const outer = await library.add({ paths: [papers], watch: true })
  await finished(library, outer.batchId)

  await library.removeSource(inner.sourceIds[0] ?? '')
  await until(library, () => names().length === 1)
  await settled(library)

  expect([names(), library.sources().map((source) => source.documents)]).toEqual([['sub/a.md'], [1]])
})

test('an emptied folder is empty, and a folder that is a file by now is a problem', async () => {
  const { library, papers, write, names } = await setup()
  const path = write('only.md', 'Only')
  const { batchId } = await library.add({ paths: [papers], watch: false })
  await finished(library, batchId)

  rmSync(path)
  await library.rescan()
  await settled(library)
  const emptied = names()
  rmSync(papers, { recursive: true })
  writeFileSync(papers, 'A file')
  await library.rescan()
  const { problem } = library.sources()[0] ?? {}
  rmSync(papers)
  mkdirSync(papers)

  expect([emptied, problem]).toEqual([[], 'This is no longer a folder.'])
})

test('a disk too full for the queue itself is told of, and adding works as soon as there is room', async () => {
  const { library, papers, write, names, sqlite } = await setup()
  for (let index = 0; index < 300; index += 1) write(`some-rather-long-name-of-a-file-${index}.md`, 'Text')
  const pages = Number(sqlite.pragma('page_count', { simple: true }))
  sqlite.pragma(`max_page_count = ${pages}`)

  const refused = await library.add({ paths: [papers], watch: false })
  const { blocked } = library.state().progress
  sqlite.pragma('max_page_count = 1000000')
  library.resume()
  const added = await library.add({ paths: [papers], watch: false })
  await finished(library, added.batchId)

  expect([refused.failed, blocked, added.added, names().length]).toMatchObject([
    [{ path: papers, code: 'STORAGE_FULL' }],
    { code: 'STORAGE_FULL' },
    300,
    300,
  ])
})
