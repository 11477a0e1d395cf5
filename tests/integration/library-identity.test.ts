import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { ListInput } from '#contract/library.contract'
import type { LibraryService } from '../../main/library/library.service.ts'
import { openCore } from '../faults/library-core.ts'

// Each test starts a library process, which loads its model: on a machine busy with other tests that takes its time.
vi.setConfig({ testTimeout: 120_000 })

test('a document keeps its identity and labels while its file is changed, moved, renamed, away and back', async () => {
  const { library, one, two, write, ids, is } = await setup(['lease.md', 'folder/plan.md'])
  const [lease, plan] = [ids()['one/lease.md'] ?? '', ids()['one/folder/plan.md'] ?? '']
  library.labels.tag([lease, plan], 'kept')
  library.labels.categorize([lease, plan], 'Law/Leases')

  write('one/lease.md', 'The rent was raised.')
  await is({ 'one/lease.md': lease, 'one/folder/plan.md': plan }, 'raised')
  renameSync(join(one, 'lease.md'), join(two, 'renamed.md'))
  await is({ 'two/renamed.md': lease, 'one/folder/plan.md': plan })
  renameSync(join(one, 'folder'), join(one, 'other'))
  await is({ 'two/renamed.md': lease, 'one/other/plan.md': plan })
  renameSync(join(one, 'other'), join(one, '..', 'away'))
  await is({ 'two/renamed.md': lease })
  renameSync(join(one, '..', 'away'), join(one, 'back'))
  await is({ 'two/renamed.md': lease, 'one/back/plan.md': plan })
  const moved = library.list(ListInput.parse({ filter: 'renamed' })).items[0]?.sourceId

  const kept = { tags: ['kept'], category: 'Law/Leases' }
  expect([library.labels.of([lease, plan]), moved]).toEqual([
    [
      { documentId: lease, ...kept },
      { documentId: plan, ...kept },
    ],
    library.sources().find(({ path }) => path === two)?.id,
  ])
})

test('hundreds of files renamed at once keep their documents, each its own', async () => {
  const names = Array.from({ length: 200 }, (_, index) => `f${index % 7}/file-${index}.md`)
  const { one, ids, is } = await setup(names)
  const before = ids()

  const after: Record<string, string> = {}
  for (const [index, name] of names.entries()) {
    const renamed = `g${index % 5}/new-${index}.md`
    mkdirSync(join(one, dirname(renamed)), { recursive: true })
    renameSync(join(one, name), join(one, renamed))
    after[`one/${renamed}`] = before[`one/${name}`] ?? ''
  }
  await is(after)

  expect(ids()).toEqual(after)
})

test('a file deleted and made anew under its name is the same document with its new text', async () => {
  const { library, one, write, ids, is } = await setup(['a.md'])
  const before = ids()

  rmSync(join(one, 'a.md'))
  write('one/a.md', 'Something else altogether')
  await is(before, 'altogether')

  const { items } = library.list(ListInput.parse({}))
  expect(items).toMatchObject([{ documentId: before['one/a.md'], path: join(one, 'a.md') }])
})

test('a copy of a document that a person removed is a document of its own, and the removed one comes back with its labels', async () => {
  const { library, one, ids, is } = await setup(['a.md', 'b.md'])
  const { 'one/a.md': a = '', 'one/b.md': b = '' } = ids()
  library.labels.tag([a], 'mine')
  await library.bin.removeDocuments([a])

  copyFileSync(join(one, 'a.md'), join(one, 'copy.md'))
  await library.rescan()
  await until(library, () => 'one/copy.md' in ids())
  const copy = ids()['one/copy.md'] ?? ''
  await library.bin.restoreDocuments([a])
  await is({ 'one/a.md': a, 'one/b.md': b, 'one/copy.md': copy })

  expect([copy === a, library.labels.of([a, copy])]).toEqual([
    false,
    [
      { documentId: a, tags: ['mine'], category: null },
      { documentId: copy, tags: [], category: null },
    ],
  ])
})

test('what is left out by a new rule and let in again keeps its identity, and emptying the bin forgets for good', async () => {
  const { library, ids, is, sourceIds } = await setup(['a.md', 'b.md'])
  const before = ids()
  const [first = ''] = sourceIds

  await library.rules.set(first, 'a.md')
  await is({ 'one/b.md': before['one/b.md'] ?? '' })
  await library.rules.set(first, '')
  await is(before)
  await library.bin.removeDocuments([before['one/a.md'] ?? ''])
  const forgotten = await library.bin.empty([])
  await library.bin.restoreDocuments([before['one/a.md'] ?? ''])

  expect([forgotten, library.bin.list(), ids()]).toEqual([1, [], { 'one/b.md': before['one/b.md'] }])
})

async function setup(names: readonly string[]) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'alcove-identity-')))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const [one, two, data] = ['one', 'two', 'data'].map((name) => join(folder, name)) as [string, string, string]
  for (const path of [one, two, data]) mkdirSync(path)
  for (const name of names) write(`one/${name}`, `Text of ${name}, which is not like any other.`)
  const { library } = await openCore(data)
  const { sourceIds } = await library.add({ paths: [one, two], watch: true })
  await until(library, () => Object.keys(ids()).length === names.length)
  await until(library, () => library.sources().every(({ followed }) => followed === 'events'))
  return { library, one, two, write, ids, is, sourceIds }

  function write(name: string, text: string): void {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }

  /** Ids of the documents that can be found, by path. */
  function ids(): Record<string, string> {
    const { items } = library.list(ListInput.parse({ states: ['words', 'ready'], limit: 500, sort: 'title' }))
    return Object.fromEntries(items.map(({ path, documentId }) => [path.slice(folder.length + 1), documentId ?? '']))
  }

  /** Waits until exactly these documents are there, and one holds the word. */
  async function is(wanted: Readonly<Record<string, string>>, word = ''): Promise<void> {
    const sorted = (map: Readonly<Record<string, string>>) => JSON.stringify(Object.entries(map).toSorted())
    const holds = async () => {
      if (sorted(ids()) !== sorted(wanted)) return false
      const texts = await Promise.all(
        Object.values(wanted)
          .slice(0, 3)
          .map((id) => library.document(id)),
      )
      return texts.some((text) => text.ok && text.value.text.includes(word))
    }
    await until(library, async ({ queue }) => queue === 0 && (await holds()))
  }
}

async function until(
  library: LibraryService,
  holds: (state: ReturnType<LibraryService['state']>) => boolean | Promise<boolean>,
): Promise<void> {
  for await (const state of library.changes()) if (await holds(state)) return
}
