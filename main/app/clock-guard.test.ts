import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createClockGuard } from './clock-guard.ts'

const day = 86_400_000
const today = Date.UTC(2027, 2, 1)

test('from day to day, and after a holiday, what is old may be deleted', async () => {
  const { may } = setup()

  expect([await may(today), await may(today + day), await may(today + 30 * day)]).toEqual([true, true, true])
})

test('a clock that leaps ahead deletes nothing for a day, and nothing at all once it is put right', async () => {
  const { may } = setup()
  await may(today)

  expect([await may(today + 4_000 * day), await may(today + 4_000 * day + 3_600_000), await may(today + day)]).toEqual([
    false,
    false,
    true,
  ])
})

test('a machine that was off for a year deletes again once its clock went on for a day', async () => {
  const { may } = setup()
  await may(today)
  const later = today + 365 * day

  expect([await may(later), await may(later + day / 2), await may(later + day), await may(later + 2 * day)]).toEqual([
    false,
    false,
    true,
    true,
  ])
})

test('a clock that is set back years deletes nothing, and leaps on top of leaps begin anew', async () => {
  const { may } = setup()
  await may(today)

  expect([
    await may(today - 4_000 * day),
    await may(today + 4_000 * day),
    await may(today + 4_100 * day),
    await may(today + 4_100 * day + day),
  ]).toEqual([false, false, false, true])
})

test('a file that is damaged is as good as none', async () => {
  const { may, file } = setup()
  await may(today)
  writeFileSync(file, '{"at":')

  expect([await may(today), JSON.parse(readFileSync(file, 'utf8')).at]).toEqual([true, today])
})

function setup() {
  const folder = mkdtempSync(join(tmpdir(), 'alcove-clock-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'clock.json')
  let now = 0
  // Each look is that of a new start.
  const may = (time: number) => {
    now = time
    return createClockGuard({ file, clock: () => now }).mayDelete()
  }
  return { file, may }
}
