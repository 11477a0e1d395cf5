import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { defaultSettings, SettingsChange } from '#contract/settings.contract'
import { migrateDatabase, openDatabase } from '#database/database'
import { createSettingsService } from './settings.service.ts'
import { createSettingsStore } from './settings.store.ts'

const studio = {
  id: 'server',
  name: 'LM Studio',
  address: 'http://127.0.0.1:1234/v1',
  models: ['qwen'],
  listed: true,
}

test('settings keep what was changed, others have their default, and null takes a change back', async () => {
  const { settings, reopened } = await setup()

  await settings.set({ theme: 'dark', ollamaAddress: 'http://127.0.0.1:4000', modelProviders: [studio] })
  const changed = await settings.set({ ollamaAddress: null, sidebar: 'folded' })

  expect({ changed, again: reopened().get() }).toEqual({
    changed: { ...defaultSettings, theme: 'dark', sidebar: 'folded', modelProviders: [studio] },
    again: changed,
  })
})

test('limits of reading are kept within what makes sense', async () => {
  const { settings } = await setup()

  const kept = await settings.set({ readingLimits: { seconds: 120, megabytes: 2_048 } })

  expect({
    kept: kept.readingLimits,
    refused: [
      { seconds: 0, megabytes: 512 },
      { seconds: 30, megabytes: 1 },
      { seconds: 30, megabytes: 1_000_000 },
    ].map((readingLimits) => SettingsChange.safeParse({ readingLimits }).success),
  }).toEqual({ kept: { seconds: 120, megabytes: 2_048 }, refused: [false, false, false] })
})

test('a value that no longer fits has its default', async () => {
  const { settings, database } = await setup()
  await settings.set({ theme: 'dark', density: 'compact' })
  database.sqlite.prepare(`update settings set value = '"sepia"' where key = 'theme'`).run()

  expect(settings.get()).toMatchObject({ theme: 'system', density: 'compact' })
})

test('the one server of earlier versions is carried over, until the servers are changed', async () => {
  const { settings, database } = await setup()
  const keep = (value: object) =>
    database.sqlite
      .prepare(
        `insert into settings (key, value, created_at, updated_at) values ('openaiCompatible', ?, 1, 1)
         on conflict (key) do update set value = excluded.value, deleted_at = null`,
      )
      .run(JSON.stringify(value))
  keep({ name: 'LM Studio', address: 'http://127.0.0.1:1234/v1', model: 'qwen' })

  const carried = settings.get().modelProviders
  await settings.set({ theme: 'dark' })
  const still = settings.get().modelProviders
  await settings.set({ modelProviders: [] })
  const forgotten = settings.get().modelProviders
  const others = [
    { name: '', address: 'https://models.example/v1?beta=1', model: '' },
    { name: 'x', address: 'nowhere', model: 'm' },
  ].map((value) => {
    database.sqlite.exec(`delete from settings where key = 'modelProviders'`)
    keep(value)
    return settings.get().modelProviders
  })

  expect({ carried, still, forgotten, others }).toEqual({
    carried: [studio],
    still: [studio],
    forgotten: [],
    others: [
      [{ id: 'server', name: 'models.example', address: 'https://models.example/v1', models: [], listed: true }],
      [],
    ],
  })
})

test('servers and the consent to them are not changed as a setting', () => {
  expect(
    [{ modelProviders: [studio] }, { sendingAllowed: [] }, { openaiCompatible: null }].map(
      (change) => SettingsChange.safeParse(change).success,
    ),
  ).toEqual([false, false, false])
})

async function setup() {
  const folder = mkdtempSync(join(tmpdir(), 'alcove-settings-'))
  const path = join(folder, 'alcove.sqlite')
  const database = openDatabase(path)
  await migrateDatabase(database, { backupFolder: join(folder, 'backups') })
  onTestFinished(() => {
    database.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const open = () => createSettingsService({ store: createSettingsStore(database) })
  return { settings: open(), reopened: open, database }
}
