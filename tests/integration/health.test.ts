import { existsSync, mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { RemedyName } from '#contract/health'
import { openConnection } from '#database/connection'
import { type Opened, openLibrary } from '../../main/app/open-library.ts'
import { alcove, folderWith } from './alcove-process.ts'

vi.setConfig({ testTimeout: 240_000 })

test('every part is looked at, says since when it is as it is, what it is for, and what can be done', async () => {
  const { client, data, again } = await setup()

  const first = await client.system.doctor()
  const second = await (await again()).client.system.doctor()

  expect(first.checks.filter(({ meaning }) => meaning === '').map(({ name }) => name)).toEqual([])
  expect(first.checks.filter(({ state, remedy }) => (state === 'good') !== (remedy === null))).toEqual([])
  expect(second.checks.map(({ name, since }) => [name, since])).toEqual(
    first.checks.map(({ name, since }) => [name, since]),
  )
  expect(statSync(join(data, 'logs', 'health.json')).mode & 0o077).toBe(0)
})

test('full text that does not fit the documents is found by the check of the whole file, and made anew', async () => {
  const { client, mend, data } = await setup()
  const library = openConnection(join(data, 'alcove.sqlite'))
  library.sqlite.exec(`INSERT INTO passage_words(passage_words, rowid, context, body)
    SELECT 'delete', key, context_words, coalesce(text_words, text) FROM passages`)
  library.close()

  const found = await mend('check-file')
  const broken = await stateOf('database')
  const repaired = await mend('repair-full-text')
  const after = await mend('check-file')

  expect([found.done, broken, repaired.done, after.done, await stateOf('database')]).toEqual([
    false,
    'broken',
    true,
    true,
    'good',
  ])
  expect(found.said).toContain('Repair the full text')
  const searched = await client.search.find({ query: 'apple trees', mode: 'words', limit: 3 })
  expect(searched.passages[0]?.text).toContain('apple trees')

  async function stateOf(name: string) {
    return (await client.system.doctor()).checks.find((check) => check.name === name)?.state
  }
})

test('the index is made anew and answers, and each process is started again and answers', async () => {
  const { client, mend } = await setup()
  const ask = async () =>
    (await client.search.find({ query: 'When are trees cut?', limit: 1 })).passages.map(({ id }) => id)
  const before = await ask()

  const said = [await mend('rebuild-index'), await mend('restart-search'), await mend('restart-library')]

  expect(said.map(({ done }) => done)).toEqual([true, true, true])
  expect(said[0]?.said).toMatch(/made anew from \d+ passages/)
  expect(await ask()).toEqual(before)
  expect((await mend('check-file')).done).toBe(true)
})

test('failed files are read again, and a backup that cannot be made says why', async () => {
  const { client, mend, papers } = await setup()
  writeFileSync(join(papers, 'broken.pdf'), '%PDF-1.7 and no more')
  await client.library.add({ paths: [papers] })
  await vi.waitFor(async () => expect((await client.system.status()).byState.failed).toBe(1), 60_000)

  const retried = await mend('retry-files')
  const backup = await mend('back-up')

  expect([retried.said, backup.done]).toEqual(['1 file is read again.', false])
  expect(backup.said.length).toBeGreaterThan(20)
})

test('what takes room is listed; what can go without losing anything goes, and nothing else', async () => {
  const { client, mend, data } = await setup()
  const old = join(data, 'logs', 'alcove.90.log')
  writeFileSync(old, 'x'.repeat(4_000_000))
  utimesSync(old, 1_700_000_000, 1_700_000_000)
  for (const [version, at] of [
    ['0001', 1_700_000_000],
    ['0002', 1_750_000_000],
  ] as const) {
    const path = join(data, 'backups', `before-${version}.sqlite`)
    writeFileSync(path, 'copy')
    utimesSync(path, at, at)
  }
  mkdirSync(join(data, 'before-restore'))
  writeFileSync(join(data, 'before-restore', 'alcove.sqlite'), 'before')

  const room = await client.system.room()
  const mended = await mend('free-space')
  const kept = await client.system.free({ names: ['library', 'before-restore', 'index', 'newest-copy', '../papers'] })
  const copies = await client.system.free({ names: ['older-copies'] })

  expect(room.filter(({ removable }) => removable).map(({ name }) => name)).toEqual(['older-logs', 'older-copies'])
  expect(mended.said).toBe('4 MB were freed.')
  expect([kept.bytes, copies.bytes, existsSync(old)]).toEqual([0, 4, false])
  expect(readdirSync(join(data, 'backups')).filter((name) => name.endsWith('.sqlite'))).toEqual(['before-0002.sqlite'])
  expect(existsSync(join(data, 'before-restore', 'alcove.sqlite'))).toBe(true)
})

test('the command line does the same remedies, and its exit code says whether something is broken', async () => {
  const data = folderWith()

  const well = await alcove(data, ['doctor'])
  const fixed = await alcove(data, ['doctor', '--fix', 'check-file', '--json'])
  const failed = await alcove(data, ['doctor', '--fix', 'back-up'])
  const unknown = await alcove(data, ['doctor', '--fix', 'everything'])

  expect([well.code, fixed.code, failed.code, unknown.code]).toEqual([0, 0, 1, 2])
  expect(fixed.json).toMatchObject({ ok: true, mended: { remedy: 'check-file', done: true } })
  expect(unknown.stderr).toContain('Known are check-file, repair-full-text')
})

async function setup() {
  const data = folderWith()
  const papers = folderWith({
    'garden.txt': 'The apple trees are pruned in February.\n',
    'lease.md': '# Lease\n\nIt ends on 31 March 2027.\n',
  })
  await alcove(data, ['add', papers, '--wait', '--json'])
  let opened = await open()
  onTestFinished(async () => void (await opened.close()))
  const { client } = opened
  const mend = (remedy: RemedyName) => client.system.mend({ remedy })
  return { client, mend, data, papers, again }

  async function again() {
    await opened.close()
    opened = await open()
    return opened
  }

  async function open(): Promise<Opened> {
    const found = await openLibrary({ data, from: data })
    if (!found.ok) throw new Error(found.failure.message)
    if (found.value.held) await found.value.app.start()
    return found.value
  }
}
