import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { z } from 'zod'
import { openConnection } from '#database/connection'
import { createFolderDestination } from '../../main/backup/folder.destination.ts'
import { backupWorkerEntry, startBackupWorker } from '../../main/backup/open-backups.ts'
import { alcove, folderWith, startService } from './alcove-process.ts'

vi.setConfig({ testTimeout: 240_000 })

const Made = z.object({ file: z.string(), name: z.string() })

test('a backup into a folder is restored into a new folder, and the library in it is found again', async () => {
  const data = folderWith()
  const papers = folderWith({ 'lease.md': '# Lease\n\nThe lease ends on 31 March 2027.\n' })
  await alcove(data, ['add', papers, '--wait', '--json'])
  const to = folderWith()

  const made = await alcove(data, ['backup', '--to', '.', '--json'], { from: to })
  const { file } = Made.parse(made.json)
  const fresh = join(folderWith(), 'library')
  const restored = await alcove(data, ['restore', file, '--to', fresh, '--json'])
  const found = await alcove(fresh, ['search', 'lease ends', '--mode', 'words', '--json'])
  const again = await alcove(data, ['restore', file, '--to', fresh, '--json'])

  expect([made.code, restored.code, again.code]).toEqual([0, 0, 1])
  expect(made.json).toMatchObject({ file: join(to, Made.parse(made.json).name), state: 'verified', encrypted: false })
  expect(restored.json).toEqual({ folder: fresh, madeAt: expect.any(Number), aside: null })
  expect(found.json).toMatchObject({ results: [{ title: 'Lease' }] })
  expect(again.json).toMatchObject({ error: { code: 'BACKUP_FOLDER_NOT_EMPTY' } })
})

test('a library that is damaged is restored in place, and the damaged one is kept', async () => {
  const data = folderWith()
  const to = folderWith()
  await tag(data, 'before')
  const { file } = Made.parse((await alcove(data, ['backup', '--to', to, '--json'])).json)
  writeFileSync(join(data, 'alcove.sqlite'), 'not a library any more, and not a short one either')
  const broken = await alcove(data, ['status', '--json'])

  const restored = await alcove(data, ['restore', file, '--in-place', '--json'])
  const after = await alcove(data, ['status', '--json'])

  const { aside } = z.object({ aside: z.string() }).parse(restored.json)
  expect([broken.code, restored.code, after.code]).toEqual([1, 0, 0])
  expect({ now: titlesIn(data), kept: readFileSync(join(aside, 'alcove.sqlite'), 'utf8') }).toEqual({
    now: ['before'],
    kept: 'not a library any more, and not a short one either',
  })
  expect(readdirSync(data)).not.toContain('restoring')
})

test('while another process serves the library it restores in place, starts again, and keeps its address', async () => {
  const data = folderWith()
  await tag(data, 'before')
  const to = folderWith()
  const { file } = Made.parse((await alcove(data, ['backup', '--to', to, '--json'])).json)
  await tag(data, 'after')
  const service = await startService(data)

  const restored = await alcove(data, ['restore', file, '--in-place', '--json'])
  const answer = await fetch(`${service.url}/api/backups`, { headers: { authorization: `Bearer ${service.token}` } })
  const state = z.object({ lastRestore: z.object({ problem: z.null(), aside: z.string() }) }).parse(await answer.json())
  await service.stop()

  expect(restored).toMatchObject({ code: 0, json: { aside: state.lastRestore.aside } })
  expect({ now: titlesIn(data), kept: titlesIn(state.lastRestore.aside) }).toEqual({
    now: ['before'],
    kept: ['after', 'before'],
  })
})

test('a backup that no start can open makes way for the state before, which is opened again', async () => {
  const data = folderWith()
  const other = folderWith()
  await tag(data, 'mine')
  await tag(other, 'theirs')
  // As a library of an older schema with something in the way of the newest one.
  inLibrary(other, (sqlite) =>
    sqlite.exec(
      'DELETE FROM __drizzle_migrations WHERE created_at = (SELECT max(created_at) FROM __drizzle_migrations)',
    ),
  )
  const file = join(folderWith(), 'other.zip')
  const worker = startBackupWorker({ entry: backupWorkerEntry })
  onTestFinished(worker.close)
  const input = {
    importsFolder: join(other, 'imports'),
    scratch: join(other, 'scratch'),
    passphrase: null,
    alcove: '0',
  }
  const databasePath = join(other, 'alcove.sqlite')
  const packing = { ...input, databasePath, target: file, madeAt: new Date().toISOString() }
  for await (const _ of await worker.client.pack(packing));

  const restored = await alcove(data, ['restore', file, '--in-place', '--json'])
  const doctor = await alcove(data, ['doctor', '--json'])

  expect({ code: restored.code, error: codeOf(restored.json), now: titlesIn(data) }).toEqual({
    code: 1,
    error: 'BACKUP_DAMAGED',
    now: ['mine'],
  })
  expect(doctor.json).toMatchObject({
    checks: expect.arrayContaining([expect.objectContaining({ name: 'backups', ok: false })]),
  })
  expect(readdirSync(data)).not.toContain('before-restore')
})

test('what cannot be done is said with its own code, and wrong use with exit code 2', async () => {
  const data = folderWith()
  const file = join(folderWith({ 'letter.zip': 'no archive' }), 'letter.zip')

  const off = await alcove(data, ['backup', '--json'])
  const none = await alcove(data, ['backups', '--json'])
  const gone = await alcove(data, ['backup', '--to', join(data, '..', 'nowhere-at-all'), '--json'])
  const inside = await alcove(data, ['backup', '--to', join(data, 'backups'), '--json'])
  const missing = await alcove(data, ['restore', 'nothing.zip', '--in-place', '--json'])
  const foreign = await alcove(data, ['restore', file, '--to', join(data, '..', 'never-made'), '--json'])
  const wrong = await alcove(data, ['restore', file, '--json'])

  const codes = [off, none, gone, inside, missing, foreign].map(({ code, json }) => [code, codeOf(json)])
  expect([...codes, [wrong.code, null]]).toEqual([
    [1, 'BACKUP_OFF'],
    [1, 'BACKUP_OFF'],
    [1, 'BACKUP_PLACE_MISSING'],
    [1, 'BACKUP_INSIDE_DATA_FOLDER'],
    [1, 'BACKUP_NO_SUCH_BACKUP'],
    [1, 'BACKUP_DAMAGED'],
    [2, null],
  ])
  expect([existsSync(join(data, '..', 'never-made')), existsSync(join(data, '..', 'nowhere-at-all'))]).toEqual([
    false,
    false,
  ])
})

test('planned backups are listed by name, encrypted ones too, and restored by it', async () => {
  const data = folderWith()
  const place = mkdtempSync(join(tmpdir(), 'alcove-place-'))
  onTestFinished(() => rmSync(place, { recursive: true, force: true }))
  await tag(data, 'mine')
  const plan = { series: '0a1b2c3d', place: { kind: 'folder', path: place }, every: 'daily', encrypted: true }
  inLibrary(data, (sqlite) =>
    sqlite.prepare("INSERT INTO settings VALUES ('backups', ?, 1, 1, NULL)").run(JSON.stringify(plan)),
  )
  await createFolderDestination(place, { marked: true }).claim()
  vi.stubEnv('ALCOVE_BACKUP_PASSPHRASE', 'correct horse')
  onTestFinished(() => void vi.unstubAllEnvs())

  const made = await alcove(data, ['backup', '--json'])
  const listed = await alcove(data, ['backups', '--json'])
  const { name } = Made.parse(made.json)
  const fresh = join(folderWith(), 'library')
  const restored = await alcove(data, ['restore', name, '--to', fresh, '--json'])
  const doctor = await alcove(data, ['doctor', '--json'])

  expect(listed.json).toMatchObject({ backups: [{ name, state: 'verified', encrypted: true, own: true }] })
  expect([restored.code, titlesIn(fresh)]).toEqual([0, ['mine']])
  expect(doctor.json).toMatchObject({
    checks: expect.arrayContaining([
      expect.objectContaining({ name: 'backups', ok: true, remedy: null, detail: expect.stringContaining(place) }),
    ]),
  })
})

function codeOf(json: unknown): string {
  return z.object({ error: z.object({ code: z.string() }) }).parse(json).error.code
}

/** Puts a conversation of this title into a library, which is made if there is none. */
async function tag(data: string, title: string) {
  if (!existsSync(join(data, 'alcove.sqlite'))) await alcove(data, ['status', '--json'])
  inLibrary(data, (sqlite) =>
    sqlite
      .prepare('INSERT INTO conversations (id, title, created_at, updated_at) VALUES (?, ?, 1, 1)')
      .run(title, title),
  )
}

function titlesIn(data: string): unknown[] {
  return inLibrary(data, (sqlite) => sqlite.prepare('SELECT title FROM conversations ORDER BY title').pluck().all())
}

function inLibrary<T>(data: string, body: (sqlite: ReturnType<typeof openConnection>['sqlite']) => T): T {
  const { sqlite, close } = openConnection(join(data, 'alcove.sqlite'))
  try {
    return body(sqlite)
  } finally {
    close()
  }
}
