import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, onTestFinished, test, vi } from 'vitest'
import { logFiles, openLog } from './log.ts'

test('a line is one JSON object, and the file is readable for its owner alone', async () => {
  const folder = await setup()
  const { log, close } = await openLog(folder, {})

  log.info('started', { version: '0.1.0', unclean: false })
  close()

  const [line] = linesIn(folder)
  expect(line).toMatchObject({ level: 'info', process: 'main', area: 'app', event: 'started', version: '0.1.0' })
  expect(String(line?.['time'])).toMatch(/^\d{4}-\d\d-\d\dT/)
  const [name = ''] = logFiles(folder)
  if (process.platform !== 'win32') expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600)
})

test('what is told after the end is heard without harm', async () => {
  const folder = await setup()
  const { log, close, lastEvents } = await openLog(folder, {})
  close()

  log.error('unexpected', { error: new Error('late') })

  expect([linesIn(folder), lastEvents()]).toEqual([[], ['main.app.unexpected']])
})

test('how much is written follows the setting, and the environment stands above it', async () => {
  const folder = await setup()
  const free = await openLog(folder, {})
  free.log.debug('called')
  free.setLevel('debug')
  free.log.debug('called')
  free.setLevel('error')
  free.log.warn('slow')
  free.close()
  const forced = await openLog(folder, { ALCOVE_LOG_LEVEL: 'WARN' })
  forced.setLevel('debug')
  forced.log.debug('called')
  forced.log.warn('slow')
  forced.close()

  expect(linesIn(folder).map(({ event }) => event)).toEqual(['called', 'slow'])
})

test('five files of five megabytes are kept, those of earlier processes counted', async () => {
  const folder = await setup()
  const yesterday = Date.now() / 1_000 - 86_400
  for (const number of [1, 2, 3, 4, 5, 6, 7]) {
    const path = join(folder, `alcove.${number}.log`)
    writeFileSync(path, 'x\n', { mode: 0o644 })
    utimesSync(path, yesterday + number, yesterday + number)
  }
  writeFileSync(join(folder, 'mine.txt'), 'not a log')

  const { log, close } = await openLog(folder, {})
  const error = { name: 'Error', stack: Array.from({ length: 20 }, () => `${'f'.repeat(60)}@main/app/hold.ts:1`) }
  for (let line = 0; line < 13_000; line += 1) {
    log.error('unexpected', { error })
    // A new file is begun between two turns of the loop.
    if (line % 100 === 0) await turn()
  }
  await vi.waitFor(() => expect(logFiles(folder).length).toBeLessThanOrEqual(5))
  close()

  const sizes = logFiles(folder).map((name) => statSync(join(folder, name)).size)
  expect(Math.max(...sizes)).toBeLessThan(5.3 * 1024 * 1024)
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeGreaterThan(10 * 1024 * 1024)
  expect(readdirSync(folder)).toContain('mine.txt')
})

test('what was told last is remembered by its names', async () => {
  const { log, lastEvents, close } = await openLog(await setup(), {})

  for (let n = 0; n < 30; n += 1) log.of('chat').debug('called')
  log.warn('slow')
  close()

  expect(lastEvents()).toEqual([...Array.from({ length: 19 }, () => 'main.chat.called'), 'main.app.slow'])
})

async function setup() {
  const root = await mkdtemp(join(tmpdir(), 'alcove-log-'))
  onTestFinished(() => rm(root, { recursive: true, force: true }))
  const folder = join(root, 'logs')
  mkdirSync(folder)
  return folder
}

function linesIn(folder: string): Record<string, unknown>[] {
  return logFiles(folder)
    .toReversed()
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
    .filter(Boolean)
    .map((line) => JSON.parse(line))
}
