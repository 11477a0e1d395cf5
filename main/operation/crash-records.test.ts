import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createCrashRecords } from './crash-records.ts'

test('a record says when, what, how and what was told last, and nothing of what was worked on', () => {
  const { crashes } = setup()

  crashes.record({ process: 'search', reason: 'ended', exitCode: null, signal: 'SIGSEGV' })
  crashes.record({ process: 'main', reason: 'error', error: new Error('the lease ends') })

  const [error, ended] = crashes.list()
  expect(ended).toMatchObject({ process: 'search', signal: 'SIGSEGV', events: ['main.app.started'], version: '0.1.0' })
  expect(error?.error?.name).toBe('Error')
  expect(JSON.stringify([error, ended])).not.toContain('lease')
})

test('twenty records are kept, and a page that breaks again and again leaves room for the others', () => {
  const { crashes, folder } = setup()
  crashes.record({ process: 'main', reason: 'error' })
  for (let n = 0; n < 30; n += 1) crashes.record({ process: 'page', reason: 'page' })
  expect(crashes.list()).toHaveLength(9)
  for (let n = 0; n < 30; n += 1) crashes.record({ process: 'library', reason: 'ended' })

  expect(crashes.list()).toHaveLength(20)
  if (process.platform === 'win32') return
  expect(readdirSync(folder).every((name) => (statSync(join(folder, name)).mode & 0o077) === 0)).toBe(true)
})

test('a process that never said its end is recorded by the next one, once, and told of once', () => {
  const { crashes, again } = setup()
  crashes.begin()

  const next = again()
  next.begin(['main.chat.called'])
  expect(next.unseen()).toMatchObject({ process: 'main', reason: 'vanished', events: ['main.chat.called'] })
  next.see()
  next.end()
  const last = again()
  last.begin()

  expect([last.unseen(), last.list().length]).toEqual([null, 1])
})

test('a process that recorded its own error is not recorded again', () => {
  const { crashes, again } = setup()
  crashes.begin()
  crashes.record({ process: 'main', reason: 'error', error: new Error('x') })

  const next = again()
  next.begin()

  expect(next.list().map(({ reason }) => reason)).toEqual(['error'])
})

test('half a record, or one that something else wrote, is passed over', () => {
  const { crashes, folder } = setup()
  writeFileSync(join(folder, '1764200000000-main-abcd.json'), '{"id":')
  writeFileSync(join(folder, 'notes.json'), '{}')

  expect(crashes.list()).toEqual([])
})

function setup() {
  const folder = mkdtempSync(join(tmpdir(), 'alcove-crashes-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  let now = 1_764_200_000_000
  const again = () =>
    createCrashRecords({
      folder,
      version: { version: '0.1.0', node: 'v24.0.0', platform: 'linux-x64' },
      lastEvents: () => ['main.app.started'],
      clock: () => (now += 10),
    })
  return { crashes: again(), again, folder }
}
