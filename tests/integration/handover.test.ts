import { once } from 'node:events'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { alcove, folderWith, startService } from './alcove-process.ts'

// Each command is a process that loads its models: on a machine busy with other tests that takes its time.
vi.setConfig({ testTimeout: 240_000 })

const papers = {
  'garden.txt': 'The apple trees are pruned in February.\n',
  'lease.md': '# Lease\n\nIt ends on 31 March 2027.\n',
}

test('while one process holds the library, commands are handed to it and answer the same', async () => {
  const data = folderWith()
  const folder = folderWith(papers)
  const service = await startService(data)

  const added = await alcove(data, ['add', '.', '--wait', '--json'], { from: folder })
  const handed = await alcove(data, ['search', 'apple trees', '--json'])
  const asked = await alcove(data, ['ask', 'When does the lease end?', '--json'])
  const second = await startService(data)
  const secondUrl = second.url
  await second.stop()
  const ended = await service.stop()
  const alone = await alcove(data, ['search', 'apple trees', '--json'])

  expect({ added: added.json, asked: asked.json, ended, secondUrl }).toMatchObject({
    added: { added: 2, documents: 2, seconds: { words: expect.any(Number), meaning: expect.any(Number) } },
    asked: { mode: 'quotes', citations: [{ n: 1, title: 'Lease' }] },
    ended: 0,
    secondUrl: service.url,
  })
  expect(withoutTime(handed.json)).toEqual(withoutTime(alone.json))
})

test('of processes that start together exactly one holds the library and the others are handed to it', async () => {
  const data = folderWith()
  const folder = folderWith(papers)

  const runs = await Promise.all(Array.from({ length: 4 }, () => alcove(data, ['add', folder, '--wait', '--json'])))
  const status = await alcove(data, ['status', '--json'])

  expect({ codes: runs.map(({ code }) => code), status: status.json }).toMatchObject({
    codes: [0, 0, 0, 0],
    status: { documents: 2, queue: 0 },
  })
})

test('the lock of a killed process is taken, whatever its file says, and nothing it had finished is lost', async () => {
  const data = folderWith()
  const folder = folderWith(papers)
  const service = await startService(data)
  await alcove(data, ['add', folder, '--wait', '--json'])
  service.child.kill('SIGKILL')
  await once(service.child, 'exit')
  const left = JSON.parse(readFileSync(join(data, 'lock.json'), 'utf8'))
  // A process with that number lives again; this one.
  writeFileSync(join(data, 'lock.json'), JSON.stringify({ ...left, pid: process.pid }))

  const found = await alcove(data, ['search', 'apple trees', '--limit', '1', '--json'])

  expect({ left: left.url, found, released: existsSync(join(data, 'lock.json')) }).toMatchObject({
    left: service.url,
    found: { code: 0, json: { results: [{ title: 'garden' }] } },
    released: false,
  })
})

test.skipIf(process.platform === 'win32')('Ctrl+C, as a terminal sends it, ends every process in order', async () => {
  const data = folderWith()
  const service = await startService(data, { detached: true })
  await alcove(data, ['search', 'apple', '--json'])
  const group = -(service.child.pid ?? 0)

  // To the whole group, and once more by the script that started Alcove.
  process.kill(group, 'SIGINT')
  service.child.kill('SIGINT')
  const [code] = await once(service.child, 'exit')
  await vi.waitUntil(() => !lives(group), { timeout: 60_000 })

  const left = ['lock.json', 'alcove.sqlite-wal'].filter((name) => existsSync(join(data, name)))
  expect({ code, left }).toEqual({ code: 0, left: [] })
})

test('a lock file of garbage without a holder does not keep anyone out', async () => {
  const data = folderWith({ 'lock.json': '{"pid":1,"url":"http://127.0.0.1:9","tok' })

  const { code } = await alcove(data, ['status', '--json'])

  expect(code).toBe(0)
})

test('data folder, key and logs are private, and logs hold nothing of what was asked or read', async () => {
  const data = folderWith()
  const folder = folderWith({ 'canary.txt': 'The canary sings Zerbinetta at dawn.\n' })
  const service = await startService(data)
  await alcove(data, ['add', folder, '--wait', '--json'])
  await alcove(data, ['ask', 'What does the canary sing, Ariadne?', '--json'])
  const mode = (name: string) => (statSync(join(data, name)).mode & 0o777).toString(8)

  const modes = [mode('.'), mode('lock.json'), mode('alcove.sqlite'), mode('logs')]
  await service.stop()
  const logs = readFileSync(join(data, 'logs', 'alcove.1.log'), 'utf8')

  expect({ modes, leaks: ['Zerbinetta', 'Ariadne', service.token].filter((word) => logs.includes(word)) }).toEqual({
    modes: ['700', '600', '600', '700'],
    leaks: [],
  })
})

function lives(group: number): boolean {
  try {
    process.kill(group, 0)
    return true
  } catch {
    return false
  }
}

function withoutTime(json: unknown) {
  return { ...(json as object), milliseconds: null }
}
