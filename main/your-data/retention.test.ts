import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { defaultSettings } from '#contract/settings.contract'
import { deleteOldFiles } from './old-files.ts'
import { createRetention, type Keeper } from './retention.ts'

const day = 86_400_000

test('each kind is kept as long as is set, and what is kept for ever is not asked about', async () => {
  const { retention, asked, noted } = setup({ bin: 30, requests: null })

  await retention.round()

  expect([asked, noted]).toEqual([[['bin', 70 * day]], [['kept-no-longer', { kind: 'bin', items: 1, days: 30 }]]])
})

test('nothing is deleted while the clock is not believed', async () => {
  const { retention, asked, believe } = setup({ bin: 30, requests: 90 })
  believe(false)
  await retention.round()
  const before = [...asked]
  believe(true)
  await retention.round()

  expect([before, asked.map(([kind]) => kind)]).toEqual([[], ['bin', 'requests']])
})

test('a kind that cannot be deleted now is reported, and the others are deleted all the same', async () => {
  const { retention, asked, reported, fail } = setup({ bin: 30, requests: 90 })
  fail('bin')

  await retention.round()

  expect([asked.map(([kind]) => kind), reported.length]).toEqual([['bin', 'requests'], 1])
})

test('old files of a folder go, its newest never', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'alcove-logs-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [name, days] of [
    ['a.log', 50],
    ['b.log', 40],
    ['c.log', 35],
  ] as const) {
    writeFileSync(join(folder, name), name)
    const at = new Date(Date.now() - days * day)
    utimesSync(join(folder, name), at, at)
  }

  const gone = await deleteOldFiles(folder, Date.now() - 30 * day)

  expect([gone, readdirSync(folder)]).toEqual([2, ['c.log']])
})

function setup(days: { readonly bin: number; readonly requests: number | null }) {
  const asked: [string, number][] = []
  const noted: unknown[] = []
  const reported: unknown[] = []
  let failing = ''
  let believed = true
  const keeper = (kind: 'bin' | 'requests'): Keeper => ({
    kind,
    days: ({ retention }) => retention[kind],
    deleteBefore: (time) => {
      asked.push([kind, time])
      if (kind === failing) throw new Error('no')
      return 1
    },
  })
  const retention = createRetention({
    keepers: [keeper('bin'), keeper('requests')],
    settings: () => ({ ...defaultSettings, retention: { ...defaultSettings.retention, ...days } }),
    mayDelete: async () => believed,
    note: (...entry) => noted.push(entry),
    report: (error) => reported.push(error),
    clock: () => 100 * day,
  })
  return {
    retention,
    asked,
    noted,
    reported,
    fail: (kind: string) => void (failing = kind),
    believe: (on: boolean) => void (believed = on),
  }
}
