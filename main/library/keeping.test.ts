import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { finished, list, settled, setup } from './fake.library.ts'

const day = 86_400_000

test('a removed document leaves the library, no scan brings it back, and restoring does, with its labels', async () => {
  const { library, write, names, sourceId, idOf } = await withFiles(['a.md', 'b.md'])
  const id = idOf('a.md')
  library.labels.tag([id], 'Lease')
  library.labels.categorize([id], 'Law/Leases')

  const removed = await library.bin.removeDocuments([id])
  write('a.md', 'Changed in the meantime')
  await library.rescan(sourceId)
  await settled(library)
  const without = { names: names(), bin: library.bin.list().map(({ kind, id, title }) => ({ kind, id, title })) }
  const queued = await library.bin.restoreDocuments([id])
  await settled(library)

  expect({ removed, without, queued, names: names(), labels: library.labels.of([idOf('a.md')]) }).toEqual({
    removed: 1,
    without: { names: ['b.md'], bin: [{ kind: 'document', id, title: 'a.md' }] },
    queued: 1,
    names: ['a.md', 'b.md'],
    labels: [{ documentId: id, tags: ['Lease'], category: 'Law/Leases' }],
  })
})

test('a removed file that a person names again is read', async () => {
  const { library, papers, names, idOf } = await withFiles(['a.md', 'b.md'])
  await library.bin.removeDocuments([idOf('a.md')])

  const { batchId } = await library.add({ paths: [join(papers, 'a.md')], watch: true })
  await finished(library, batchId)

  expect([names(), library.bin.list()]).toEqual([['a.md', 'b.md'], []])
})

test('what a person took out is in the bin; only a file that vanished is gone', async () => {
  const { library, papers, idOf } = await withFiles(['a.md', 'b.md'])
  await library.bin.removeDocuments([idOf('a.md')])
  rmSync(join(papers, 'b.md'))
  await library.rescan()
  await settled(library)

  const { items } = library.list(list({ states: ['gone'] }))
  expect({ gone: library.state().byState.gone, items, bin: library.bin.list() }).toMatchObject({
    gone: 1,
    items: [{ path: join(papers, 'b.md'), state: 'gone' }],
    bin: [{ path: join(papers, 'a.md') }],
  })
})

test('emptying the bin forgets documents with their tags, sources with their copies, and collections', async () => {
  const { library, data, sqlite, idOf, sourceId, write, names } = await withFiles(['a.md', 'b.md'])
  const id = idOf('a.md')
  library.labels.tag([id], 'gone')
  const text = await library.addText({ title: 'Thought', text: 'A thought' })
  await finished(library, text.batchId)
  const collection = library.collections.create({ name: 'Mine', sourceIds: [sourceId] })
  await library.bin.removeDocuments([id])
  await library.removeSource(text.sourceIds[0] ?? '')
  library.collections.remove(collection.id)
  const before = library.bin.list().map(({ kind }) => kind)

  const forgotten = await library.bin.empty([])
  write('a.md', 'It stays left alone')
  await library.rescan()
  await settled(library)

  const count = (table: string) => sqlite.prepare(`SELECT count(*) FROM ${table}`).pluck().get()
  expect({
    before: before.toSorted(),
    forgotten,
    bin: library.bin.list(),
    imports: readdirSync(join(data, 'imports')),
    counts: ['documents', 'document_tags', 'sources', 'collections', 'collection_sources'].map(count),
    names: names(),
    file: existsSync(join(data, '..', 'papers', 'a.md')),
  }).toEqual({
    before: ['collection', 'document', 'source'],
    forgotten: 3,
    bin: [],
    imports: [],
    counts: [1, 0, 1, 0, 0],
    names: ['b.md'],
    file: true,
  })
})

test('one thing can be forgotten and the rest kept', async () => {
  const { library, idOf } = await withFiles(['a.md', 'b.md'])
  const [a, b] = [idOf('a.md'), idOf('b.md')]
  await library.bin.removeDocuments([a, b])

  const forgotten = await library.bin.empty([a])

  expect([forgotten, library.bin.list().map(({ id }) => id)]).toEqual([1, [b]])
})

test('what was removed more than thirty days ago is forgotten when its time has come', async () => {
  const first = await withFiles(['a.md', 'b.md'])
  await first.library.removeSource(first.sourceId)
  await first.library.close()
  first.sqlite.prepare('UPDATE sources SET deleted_at = ?').run(Date.now() - 31 * day)

  const { library, sqlite } = await first.again()
  await library.bin.forgetOld(Date.now() - 30 * day)

  const counts = ['sources', 'documents'].map((table) => sqlite.prepare(`SELECT count(*) FROM ${table}`).pluck().get())
  expect([library.bin.list(), counts]).toEqual([[], [0, 0]])
})

test('tags that differ in case only are one tag, and lists are filtered by tag and category', async () => {
  const { library, idOf } = await withFiles(['a.md', 'b.md', 'c.md'])
  const [a, b, c] = [idOf('a.md'), idOf('b.md'), idOf('c.md')]

  const tagged = [library.labels.tag([a, b], 'Ärger'), library.labels.tag([b, c], 'äRGER')]
  library.labels.tag([a], 'second')
  library.labels.categorize([a], 'Law')
  library.labels.categorize([b], 'Law/Leases')
  library.labels.categorize([c], 'Lawn')
  const found = (query: Parameters<typeof list>[0]) => {
    const { items, total } = library.list(list(query))
    return [total, ...items.map(({ title }) => title).toSorted()]
  }

  expect({
    tagged,
    tags: library.labels.tags(),
    categories: library.labels.categories(),
    byTag: found({ tags: ['ärger'] }),
    byEither: found({ tags: ['second', 'nowhere'] }),
    byCategory: found({ category: 'Law' }),
    byAll: found({ category: 'Law', tags: ['SECOND'], filter: 'a', types: ['text'] }),
    byType: found({ types: ['pdf'] }),
    item: library.list(list({ filter: 'a.md' })).items.map(({ tags, category }) => ({ tags, category })),
    untagged: [library.labels.untag([a, b], 'ÄRGER'), library.labels.of([a, b])],
  }).toEqual({
    tagged: [2, 1],
    tags: [
      { tag: 'Ärger', documents: 3 },
      { tag: 'second', documents: 1 },
    ],
    categories: [
      { category: 'Law', documents: 1 },
      { category: 'Law/Leases', documents: 1 },
      { category: 'Lawn', documents: 1 },
    ],
    byTag: [3, 'a.md', 'b.md', 'c.md'],
    byEither: [1, 'a.md'],
    byCategory: [2, 'a.md', 'b.md'],
    byAll: [1, 'a.md'],
    byType: [0],
    item: [{ tags: ['Ärger', 'second'], category: 'Law' }],
    untagged: [
      2,
      [
        { documentId: a, tags: ['second'], category: 'Law' },
        { documentId: b, tags: [], category: 'Law/Leases' },
      ],
    ],
  })
})

test('a collection holds sources, limits the list, and comes back after its removal', async () => {
  const { library, sourceId } = await withFiles(['a.md', 'b.md'])
  const text = await library.addText({ title: 'Thought', text: 'A thought' })
  await finished(library, text.batchId)
  const thought = text.sourceIds[0] ?? ''

  const made = library.collections.create({ name: 'Papers', sourceIds: [sourceId, 'unknown'] })
  const total = () => library.list(list({ collectionId: made.id })).total
  const first = total()
  const changed = library.collections.change(made.id, { name: 'Thoughts', sourceIds: [thought] })
  const second = total()
  library.collections.remove(made.id)
  const gone = [library.collections.list(), total(), library.collections.change(made.id, {})]
  const restored = library.collections.restore(made.id)

  expect({ made, first, changed, second, gone, restored, third: total() }).toMatchObject({
    made: { name: 'Papers', sourceIds: [sourceId], documents: 2 },
    first: 2,
    changed: { ok: true, value: { name: 'Thoughts', sourceIds: [thought], documents: 1 } },
    second: 1,
    gone: [[], 0, { ok: false, failure: { code: 'COLLECTION_NOT_FOUND' } }],
    restored: { ok: true, value: { name: 'Thoughts', sourceIds: [thought] } },
    third: 1,
  })
})

async function withFiles(files: readonly string[]) {
  const made = await setup()
  for (const name of files) made.write(name, `Text of ${name}`)
  const { batchId, sourceIds } = await made.library.add({ paths: [made.papers], watch: false })
  await finished(made.library, batchId)
  const idOf = (name: string) =>
    made.library.list(list({ limit: 500 })).items.find(({ path }) => path === join(made.papers, name))?.documentId ?? ''
  return { ...made, idOf, sourceId: sourceIds[0] ?? '' }
}
