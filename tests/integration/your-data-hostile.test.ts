import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { openConnection } from '#database/connection'
import { migrateDatabase, openDatabase } from '#database/database'
import { layout } from '../../main/app/data-folder.ts'
import { makeRandomLibrary } from './random-library.ts'
import { changedParts, exportOf, importInto, partsOf, writeArchive } from './your-data-files.ts'

let good: ReadonlyMap<string, string>
let root = ''

beforeAll(async () => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'alcove-hostile-')))
  let state = 3
  const random = () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647
  good = await partsOf(await exportOf(await makeRandomLibrary(join(root, 'library'), random), 'good.zip'))
  return () => rmSync(root, { recursive: true, force: true, maxRetries: 5 })
})

const line = (part: string, n = 0) => JSON.parse((good.get(part) ?? '').split('\n')[n] ?? '')
const lines = (...values: readonly unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('')

test('an export that was not touched is taken, so that what is refused below is refused for its change', async () => {
  expect((await attempt(changedParts(good, {}))).outcome).toBe('taken')
})

test('parts that lead out of their folder, or that no export has, are refused before anything is written', async () => {
  const names = [
    '../evil.md',
    'library/kept/../../evil.md',
    'library/kept/..',
    '/etc/evil',
    'library/kept/a/b.md',
    'evil.sqlite',
    'library/kept/c:evil',
    'conversations/..\\evil.md',
    'alcove.sqlite',
  ]

  for (const name of names) {
    const tried = await attempt(changedParts(good, { [name]: 'evil' }))
    expect([name, tried.outcome, tried.rows, tried.files]).toEqual([name, 'not-an-export', 0, []])
  }
})

test('a part that is not what alcove.json says is refused by name, and so is one that is missing or not named', async () => {
  const wrong = new Map(good).set('prompts.jsonl', `${good.get('prompts.jsonl')}${lines(line('prompts.jsonl'))}`)
  const missing = new Map(good)
  missing.delete('messages.jsonl')
  const unnamed = new Map(good).set('library/kept/more.md', 'more')

  const tried = [await attempt(wrong), await attempt(missing), await attempt(unnamed)]

  expect(tried.map(({ outcome, detail, rows }) => [outcome, detail, rows])).toEqual([
    ['damaged', 'prompts.jsonl is not what alcove.json says', 0],
    ['damaged', '"messages.jsonl" is missing', 0],
    ['damaged', 'alcove.json does not name "library/kept/more.md"', 0],
  ])
})

test('lines that are broken, cut off, or hold what no column holds are refused with their number', async () => {
  const prompt = line('prompts.jsonl')
  const changes: Readonly<Record<string, string>> = {
    'no JSON': '{"id": \n',
    'cut off': JSON.stringify(prompt),
    'no object': '[]\n',
    'a number for a text': lines({ ...prompt, name: 7 }),
    'an object for a text': lines({ ...prompt, text: { toString: 'x' } }),
    'a text for a time': lines({ ...prompt, createdAt: '1; DROP TABLE prompts' }),
    'a time without end':
      '{"id":"a","name":"a","text":"a","schedule":null,"ranAt":null,"createdAt":1e999,"updatedAt":1,"deletedAt":null}\n',
    'nothing where something has to be': lines({ ...prompt, id: null }),
    'in the second line': lines(prompt, { ...prompt, updatedAt: null }),
  }

  for (const [what, text] of Object.entries(changes)) {
    const tried = await attempt(changedParts(good, { 'prompts.jsonl': text }))
    expect([what, tried.outcome, tried.rows]).toEqual([what, 'damaged', 0])
    expect(tried.detail).toMatch(/^prompts\.jsonl, line [12]: /)
  }
})

test('values that objects inherit are no values, and keys of prototypes change nothing', async () => {
  const prompt = line('prompts.jsonl')
  const { name: _, ...nameless } = prompt
  const inherits = `${JSON.stringify(nameless).slice(0, -1)},"__proto__":{"name":"from the prototype"}}\n`
  const polluting = `${JSON.stringify({ ...prompt, id: 'p1' }).slice(0, -1)},"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}\n`

  const refused = await attempt(changedParts(good, { 'prompts.jsonl': inherits }))
  const taken = await attempt(changedParts(good, { 'prompts.jsonl': polluting }))

  expect([refused.outcome, refused.detail, taken.outcome]).toEqual([
    'damaged',
    'prompts.jsonl, line 1: name is not a text',
    'taken',
  ])
  expect(({} as Record<string, unknown>).polluted).toBeUndefined()
})

test('a document whose copy would lie elsewhere, or whose text is another part, is refused', async () => {
  const document = line('library/documents.jsonl', 1)
  const changes = [
    { path: 'alcove:kept/../../evil' },
    { text: 'settings.json' },
    { text: 'library/texts/none.txt' },
    { inside: { passages: {} } },
    { inside: { passages: [{ id: 1 }] } },
  ]

  for (const change of changes) {
    const tried = await attempt(changedParts(good, { 'library/documents.jsonl': lines({ ...document, ...change }) }))
    expect([change, tried.outcome, tried.rows]).toEqual([change, 'damaged', 0])
  }
})

test('exports of a later layout or schema, files that are none, and bombs are refused by name', async () => {
  const manifest = JSON.parse(changedParts(good, {}).get('alcove.json') ?? '{}')
  const said = (change: object) => new Map(good).set('alcove.json', JSON.stringify({ ...manifest, ...change }))
  const bomb = changedParts(good, { 'settings.json': '0'.repeat(300_000_000) })
  const file = join(root, 'plain.zip')
  writeFileSync(file, 'no archive')
  mkdirSync(join(root, 'folder.zip'))

  const tried = [
    await attempt(said({ version: 2, parts: 'of another shape' })),
    await attempt(said({ schema: 9e15 })),
    await attempt(said({ format: 'alcove-backup' })),
    await attempt(new Map([...good].filter(([name]) => name !== 'alcove.json'))),
    await attempt(bomb),
    await attemptFile(file),
    await attemptFile(join(root, 'folder.zip')),
    await attemptFile(join(root, 'none.zip')),
  ]

  expect(tried.map(({ outcome, rows }) => [outcome, rows])).toEqual([
    ['too-new', 0],
    ['too-new', 0],
    ['not-an-export', 0],
    ['not-an-export', 0],
    ['too-large', 0],
    ['not-an-export', 0],
    ['no-such-file', 0],
    ['no-such-file', 0],
  ])
})

test('an export with bytes changed by chance is never half taken', { timeout: 300_000 }, async () => {
  const bytes = readFileSync(await writeArchive(join(root, 'chance.zip'), changedParts(good, {})))
  let state = 11
  const outcomes = new Set<string>()
  for (let n = 0; n < 40; n += 1) {
    const changed = Buffer.from(bytes)
    for (let k = 0; k < 3; k += 1) {
      state = (state * 16_807) % 2_147_483_647
      changed[state % changed.length] = state % 256
    }
    const file = join(root, 'changed.zip')
    writeFileSync(file, n % 5 === 0 ? changed.subarray(0, state % changed.length) : changed)
    const tried = await attemptFile(file)
    outcomes.add(tried.outcome)
    if (tried.outcome !== 'taken') expect([n, tried.rows]).toEqual([n, 0])
  }
  expect(
    [...outcomes].filter((outcome) => !['taken', 'damaged', 'not-an-export', 'too-large', 'too-new'].includes(outcome)),
  ).toEqual([])
})

async function attempt(parts: ReadonlyMap<string, string>) {
  return attemptFile(await writeArchive(join(root, 'tried.zip'), parts))
}

/** Tries to bring a file in; tells how that ended, and what is there after it. */
async function attemptFile(file: string) {
  const folder = layout(mkdtempSync(join(root, 'into-')))
  onTestFinished(() => rmSync(folder.root, { recursive: true, force: true, maxRetries: 5 }))
  mkdirSync(folder.imports)
  const database = openDatabase(folder.database)
  await migrateDatabase(database, { backupFolder: folder.backups })
  database.close()
  let outcome = 'taken'
  let detail = ''
  try {
    await importInto(folder, file)
  } catch (error) {
    const problem = (error as { readonly problem?: { readonly reason: string; readonly detail: string } }).problem
    outcome = problem?.reason ?? String(error)
    detail = problem?.detail ?? ''
  }
  const { sqlite, close } = openConnection(folder.database)
  const count = (table: string) => Number(sqlite.prepare(`SELECT count(*) FROM ${table}`).pluck().get())
  const rows = ['sources', 'documents', 'conversations', 'messages', 'prompts', 'settings'].reduce(
    (sum, table) => sum + count(table),
    0,
  )
  close()
  const outside = readdirSync(root).filter((name) => name.includes('evil'))
  return { outcome, detail, rows, files: [...(outcome === 'taken' ? [] : readdirSync(folder.imports)), ...outside] }
}
