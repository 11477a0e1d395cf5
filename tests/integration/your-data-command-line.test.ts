import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { z } from 'zod'
import { openConnection } from '#database/connection'
import { alcove, folderWith, startService } from './alcove-process.ts'
import { partsOf } from './your-data-files.ts'

vi.setConfig({ testTimeout: 240_000 })

const Exported = z.object({ file: z.string(), bytes: z.number() })
const canary = 'zyxwhimbrel'

test('everything is exported, imported into a new folder, and found there; a second import changes nothing', async () => {
  const { data, papers } = await library()
  const to = folderWith()

  const exported = await alcove(data, ['export', 'all.zip', '--json'], { from: to })
  const again = await alcove(data, ['export', 'all.zip', '--json'], { from: to })
  const fresh = join(folderWith(), 'library')
  const { file } = Exported.parse(exported.json)
  const imported = await alcove(fresh, ['import', file, '--json'])
  const second = await alcove(fresh, ['import', file, '--json'])
  const found = await alcove(fresh, ['search', canary, '--mode', 'words', '--json'])

  const parts = await partsOf(file)
  const Parts = z.object({ parts: z.array(z.object({ added: z.number(), updated: z.number() })) })
  expect([exported.code, again.code, imported.code, second.code]).toEqual([0, 1, 0, 0])
  expect(again.json).toMatchObject({ error: { code: 'YOUR_DATA_FILE_EXISTS' } })
  expect(Parts.parse(second.json).parts.filter(({ added, updated }) => added + updated > 0)).toEqual([])
  expect(found.json).toMatchObject({ results: [{ title: 'Lease', path: join(papers, 'lease.md') }] })
  expect([...parts.values()].some((text) => text.includes(canary))).toBe(true)
  expect(readdirSync(to)).toEqual(['all.zip'])
})

test('while another process has the library it exports and imports, and starts again with what came in', async () => {
  const { data } = await library()
  const service = await startService(data)
  const to = folderWith()

  const exported = await alcove(data, ['export', to, '--originals', '--json'])
  const other = folderWith()
  const running = await startService(other)
  const { file } = Exported.parse(exported.json)
  const imported = await alcove(other, ['import', file, '--json'])
  const found = await alcove(other, ['search', canary, '--mode', 'words', '--json'])

  expect([exported.code, imported.code, running.child.exitCode, service.child.exitCode]).toEqual([0, 0, null, null])
  expect(found.json).toMatchObject({ results: [{ title: 'Lease' }] })
  const originals = [...(await partsOf(file)).keys()].filter((name) => name.startsWith('originals/'))
  expect(originals).toEqual([expect.stringMatching(/^originals\/[\w-]+ lease\.md$/)])
})

test('after everything was deleted no byte of the data folder holds what was in it, and the own files are there', async () => {
  const { data, papers } = await library()
  const places = everyPlace(data)
  const before = filesWith(data, canary)

  const refused = await alcove(data, ['erase', '--json'])
  const kept = filesWith(data, canary)
  const erased = await alcove(data, ['erase', '--yes', '--json'])
  const left = filesWith(data, canary)
  const status = await alcove(data, ['status', '--json'])

  expect({ before: before.length >= places, kept: kept.length }).toEqual({ before: true, kept: before.length })
  expect([refused.code, erased.code, left, status.code]).toEqual([2, 0, [], 0])
  expect(status.json).toMatchObject({ documents: 0 })
  expect(readFileSync(join(papers, 'lease.md'), 'utf8')).toContain(canary)
})

test('a running Alcove deletes everything, starts anew, and notes nothing of what was there but that', async () => {
  const { data } = await library()
  const service = await startService(data)
  everyPlace(data)

  const erased = await alcove(data, ['erase', '--yes', '--json'])
  const status = await alcove(data, ['status', '--json'])
  await service.stop()

  expect([erased.code, status.json, filesWith(data, canary), existsSync(join(data, 'erasing.json'))]).toEqual([
    0,
    expect.objectContaining({ documents: 0 }),
    [],
    false,
  ])
  const { sqlite, close } = openConnection(join(data, 'alcove.sqlite'))
  const noted = sqlite.prepare('SELECT kind FROM activity').pluck().all()
  close()
  expect(noted).toEqual(['erased'])
})

test('models that a person put there stay unless they are named', async () => {
  const { data } = await library()
  const model = join(data, 'models', 'speech', 'model.bin')
  folderFor(data, 'models/speech')
  writeFileSync(model, 'a model')

  await alcove(data, ['erase', '--yes', '--json'])
  const stays = existsSync(model)
  await alcove(data, ['erase', '--yes', '--models', '--json'])

  expect([stays, existsSync(model)]).toEqual([true, false])
})

async function library() {
  const data = folderWith()
  const papers = folderWith({ 'lease.md': `# Lease\n\nThe lease of ${canary} ends on 31 March 2027.\n` })
  const added = await alcove(data, ['add', papers, '--wait', '--json'])
  if (added.code !== 0) throw new Error(added.stderr)
  return { data, papers }
}

/** Plants the word wherever something may lie in a data folder; says in how many files. */
function everyPlace(data: string): number {
  const { sqlite, close } = openConnection(join(data, 'alcove.sqlite'))
  sqlite.pragma('secure_delete = OFF')
  sqlite.exec(`INSERT INTO conversations (id, title, created_at, updated_at) VALUES ('c1', '${canary}', 1, 1)`)
  sqlite.exec(
    `INSERT INTO messages (id, conversation_id, role, text, created_at, updated_at) VALUES ('m1', 'c1', 'question', '${canary} again', 1, 1)`,
  )
  sqlite.exec(`INSERT INTO drafts (place, text, queued, updated_at) VALUES ('new', '${canary}', '[]', 1)`)
  // A page that is free again still holds what stood on it.
  sqlite.exec(`CREATE TABLE gone (text TEXT); INSERT INTO gone VALUES ('${canary} gone'); DROP TABLE gone`)
  close()
  const names = [
    'logs/alcove.9.log',
    'imports/a.md',
    'snapshots/s1.json',
    'index/old.tmp',
    'backups/before-1.sqlite',
    'crashes/a.json',
    'before-restore/x/alcove.sqlite',
    'restoring/ready',
    'chromium/Cache/data',
    'secrets.json',
    'window.json',
  ]
  for (const name of names) {
    folderFor(data, name.split('/').slice(0, -1).join('/'))
    writeFileSync(join(data, name), `{"${canary}":1}`)
  }
  return names.length + 1
}

function folderFor(data: string, name: string) {
  mkdirSync(join(data, name), { recursive: true })
}

function filesWith(folder: string, word: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile() && readFileSync(join(folder, name)).includes(word))
    .toSorted()
}
