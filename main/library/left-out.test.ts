import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { finished, settled, setup, until } from './fake.library.ts'

test('documents that a new rule leaves out leave the library, and come back with it gone', async () => {
  const { library, names, sourceId } = await withFiles(['a.md', 'drafts/b.md', 'drafts/c.txt'])

  const set = await library.rules.set(sourceId, 'drafts/*.md')
  await settled(library)
  const without = names()
  await library.rules.set(sourceId, '')
  await settled(library)

  expect([set, without, names()]).toEqual([
    { ok: true, value: 1 },
    ['a.md', 'drafts/c.txt'],
    ['a.md', 'drafts/b.md', 'drafts/c.txt'],
  ])
})

test('rules for all sources, of a source and in files hold together, the nearer the stronger', async () => {
  const { library, write, names, sourceId } = await withFiles(['a.md', 'b.md', 'sub/a.md', 'sub/b.md'])

  await library.rules.set(null, '*.md')
  await library.rules.set(sourceId, '!b.md')
  write('sub/.alcoveignore', '!a.md\nb.md')
  await until(library, () => names().includes('sub/a.md') && !names().includes('sub/b.md'))
  await settled(library)

  expect([names(), await library.rules.of(sourceId)]).toEqual([
    ['b.md', 'sub/a.md'],
    { ok: true, value: { all: '*.md', source: '!b.md', files: [expect.stringMatching(/sub\/\.alcoveignore$/)] } },
  ])
})

test('a rule takes in hidden folders and dependencies, and their changes are followed', async () => {
  const { library, write, names, sourceId } = await withFiles(['.notes/a.md', 'node_modules/m/b.md', '.other/c.md'])

  await library.rules.set(sourceId, '!.notes\n!node_modules/')
  await settled(library)
  const before = names()
  write('node_modules/m/new.md', 'New')
  write('.notes/new.md', 'New')
  write('.other/new.md', 'New')
  await until(library, () => names().length === 4)
  await settled(library)

  expect([before, names()]).toEqual([
    ['.notes/a.md', 'node_modules/m/b.md'],
    ['.notes/a.md', '.notes/new.md', 'node_modules/m/b.md', 'node_modules/m/new.md'],
  ])
})

test('changes in what a rule leaves out are not taken up, and a file renamed into it leaves', async () => {
  const { library, papers, write, names, worker } = await withFiles(['.alcoveignore', 'a.md', 'private/b.md', 'c.md'], {
    '.alcoveignore': 'private/',
  })

  write('private/new.md', 'New')
  write('private/b.md', 'More')
  renameSync(join(papers, 'a.md'), join(papers, 'private/a.md'))
  write('d.md', 'D')
  await until(library, () => names().includes('d.md') && !names().includes('a.md'))
  await settled(library)

  expect([names(), worker.asked.filter((path) => path.includes('private'))]).toEqual([['c.md', 'd.md'], []])
})

test('a folder of build output leaves when a project file appears beside it, and returns when that goes', async () => {
  const { library, papers, write, names } = await withFiles(['build/a.md', 'b.md'])

  write('package.json', '{ "name": "x" }')
  await until(library, () => !names().includes('build/a.md') && names().includes('package.json'))
  rmSync(join(papers, 'package.json'))
  await until(library, () => names().includes('build/a.md'))
  await settled(library)

  expect(names()).toEqual(['b.md', 'build/a.md'])
})

test('a file that a rule leaves out and a person names is a source of its own, and stays', async () => {
  const { library, papers, names, sourceId } = await withFiles(['a.md', '.hidden.md', 'node_modules/m/b.md'])

  const named = ['.hidden.md', 'node_modules/m'].map((name) => join(papers, name))
  const { batchId } = await library.add({ paths: named, watch: true })
  await finished(library, batchId)
  await library.rescan(sourceId)
  await settled(library)

  expect([names(), library.sources().map(({ kind }) => kind)]).toEqual([
    ['.hidden.md', 'a.md', 'node_modules/m/b.md'],
    ['folder', 'file', 'folder'],
  ])
})

test('a preview tells what would leave and what would come, and changes nothing', async () => {
  const { library, papers, names, sourceId } = await withFiles(['a.md', 'sub/b.md', 'sub/c.md', '.x/d.md', 'e.png.bin'])

  const preview = await library.rules.preview({ sourceId, patterns: '/sub\n!.x', limit: 10 })
  const limited = await library.rules.preview({ sourceId, patterns: '/sub', limit: 1 })

  expect([preview, limited.ok && limited.value.leftOut.length, names()]).toMatchObject([
    {
      value: {
        leftOut: [
          { path: join(papers, 'sub'), folder: true, rule: '/sub', origin: 'source', file: null, inLibrary: true },
          { path: join(papers, 'e.png.bin'), rule: 'a kind Alcove cannot read', origin: 'default', inLibrary: false },
        ],
        total: 2,
        leaving: 2,
        entering: 1,
        reading: 2,
        complete: true,
      },
    },
    1,
    ['a.md', 'sub/b.md', 'sub/c.md'],
  ])
})

test('what is left out is listed with the rule and the file it stands in', async () => {
  const { library, papers, sourceId } = await withFiles(['.alcoveignore', 'a.md', 'b.md', '.git/config'], {
    '.alcoveignore': 'a.*',
  })

  const all = await library.rules.leftOut({ sourceId, filter: '', limit: 10 })
  const some = await library.rules.leftOut({ sourceId, filter: 'A.MD', limit: 10 })

  const rules = join(papers, '.alcoveignore')
  expect([all.ok && all.value.items.toSorted((a, b) => a.path.localeCompare(b.path)), some]).toEqual([
    expect.arrayContaining([
      { path: join(papers, 'a.md'), folder: false, rule: 'a.*', origin: 'file', file: rules },
      { path: join(papers, '.git'), folder: true, rule: 'hidden', origin: 'default', file: null },
      { path: rules, folder: false, rule: 'hidden', origin: 'default', file: null },
    ]),
    { ok: true, value: { items: [expect.objectContaining({ path: join(papers, 'a.md') })], total: 1, complete: true } },
  ])
})

test('rules that are no ordinary file hold nothing, and the scan goes on', async () => {
  const { library, papers, names, sourceId } = await withFiles(['a.md', '.alcoveignore/b.md'])
  rmSync(join(papers, '.alcoveignore'), { recursive: true })
  writeFileSync(join(papers, '.alcoveignore'), Buffer.alloc(1_000_000, 'a.md\n'))

  await library.rescan(sourceId)
  await settled(library)

  expect(names()).toEqual(['a.md'])
})

async function withFiles(files: readonly string[], texts: Readonly<Record<string, string>> = {}) {
  const made = await setup()
  for (const name of files) made.write(name, texts[name] ?? `Text of ${name}`)
  const { batchId, sourceIds } = await made.library.add({ paths: [made.papers], watch: true })
  await finished(made.library, batchId)
  return { ...made, sourceId: sourceIds[0] ?? '' }
}
