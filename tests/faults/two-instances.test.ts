import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { expect, onTestFinished, test, vi } from 'vitest'
import { alcove, folderWith, startService } from '../integration/alcove-process.ts'
import { joined } from '../integration/until-state.ts'
import { report, times } from './fault-run.ts'
import { snapshotOf } from './library-snapshot.ts'
import { runAlcove } from './run-alcove.ts'

vi.setConfig({ testTimeout: 900_000 })

test('of many that start at once on one data folder one works, and every file that was given to any of them is there once', async () => {
  const many = times({ short: 6, full: 50 })
  const data = folderWith()
  const folders = Array.from({ length: many }, (_, at) =>
    folderWith({ [`paper-${at}.md`]: `# Paper ${at}\n\nWord${at} stands in this one alone.\n` }),
  )

  const runs = await Promise.all(
    folders.map((folder) =>
      runAlcove(['add', folder, '--wait', '--json'], {
        environment: { ALCOVE_DATA: data, OLLAMA_HOST: '127.0.0.1:61999' },
      }),
    ),
  )
  const { documents } = snapshotOf(data)
  const sqlite = new SQLite(join(data, 'alcove.sqlite'), { readonly: true })
  const check = sqlite.pragma('integrity_check', { simple: true })
  sqlite.close()

  report('R13 started at once', {
    processes: many,
    failed: runs.filter(({ code }) => code !== 0).length,
    documents: documents.length,
    twice: documents.length - new Set(documents.map(({ path }) => path)).size,
  })
  expect(runs.filter(({ code }) => code !== 0).map(({ errors }) => errors)).toEqual([])
  expect([documents.length, new Set(documents.map(({ path }) => path)).size, check]).toEqual([many, many, 'ok'])
})

test.skipIf(process.platform === 'win32')(
  'while the one that works stands still nobody else writes, and afterwards it goes on as if nothing had been',
  async () => {
    const data = folderWith()
    const service = await startService(data)
    const { client } = await joined(service)
    await client.library.addText({ title: 'Before', text: 'Kept before it stood still.' })
    const { pid } = service.child
    if (pid === undefined) throw new Error('It does not run')
    process.kill(pid, 'SIGSTOP')
    onTestFinished(() => void safely(() => process.kill(pid, 'SIGCONT')))

    // Asked of a process that sleeps: it hears of it when it wakes.
    const asked = client.library.addText({ title: 'Meanwhile', text: 'Asked for while it stood still.' })
    const second = await alcove(data, ['add', folderWith({ 'a.md': '# A\n\nText.\n' }), '--json'])
    const writable = canBeTaken(data)
    process.kill(pid, 'SIGCONT')
    await asked
    const after = await alcove(data, ['add', folderWith({ 'b.md': '# B\n\nText.\n' }), '--wait', '--json'])
    await vi.waitFor(async () => expect((await client.library.state()).queue).toBe(0), 60_000)
    const titles = (await client.library.list({})).items.map(({ title }) => title).toSorted()
    await service.stop()

    report('R13 stood still', { seconds: 60, written: writable ? 1 : 0, afterwards: titles.length })
    expect(second).toMatchObject({ code: 1, json: { error: { code: 'HOLDER_SILENT' } } })
    expect([writable, after.code, titles]).toEqual([false, 0, ['B', 'Before', 'Meanwhile']])
  },
)

test('what a dead process left of its lock is in nobody’s way, whatever stands in it', async () => {
  const left = [
    '',
    '{',
    'null',
    '{"pid":1}',
    JSON.stringify({ pid: process.pid, url: 'http://127.0.0.1:9', token: 'x'.repeat(40) }),
    JSON.stringify({ pid: 2 ** 31, url: 'http://127.0.0.1:61997', token: 'x'.repeat(40) }),
    '\0'.repeat(4_096),
  ]
  const data = folderWith()
  await alcove(data, ['status', '--json'])
  const codes: unknown[] = []
  for (const words of left) {
    writeFileSync(join(data, 'lock.json'), words)
    writeFileSync(join(data, `lock.json.${process.pid}`), words)
    codes.push((await alcove(data, ['status', '--json'])).code)
  }
  const killed = await startService(data)
  killed.child.kill('SIGKILL')
  await killed.stop()
  codes.push((await alcove(data, ['status', '--json'])).code)

  report('R13 stale locks', { left: codes.length, refused: codes.filter((code) => code !== 0).length })
  expect(codes).toEqual(codes.map(() => 0))
})

/** Whether the lock of a data folder can be had by another process. */
function canBeTaken(data: string): boolean {
  const sqlite = new SQLite(join(data, 'lock.sqlite'), { timeout: 0 })
  try {
    sqlite.exec('BEGIN EXCLUSIVE')
    return true
  } catch {
    return false
  } finally {
    sqlite.close()
  }
}

function safely(work: () => unknown): void {
  try {
    work()
  } catch {
    // It has ended.
  }
}
