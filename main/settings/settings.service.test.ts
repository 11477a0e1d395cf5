import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { defaultSettings, SettingsChange } from '#contract/settings.contract'
import { migrateDatabase, openDatabase } from '#database/database'
import { createMemorySecrets } from '../app/secrets.ts'
import { createSettingsService } from './settings.service.ts'
import { createSettingsStore } from './settings.store.ts'

const studio = { name: 'LM Studio', address: 'http://127.0.0.1:1234/v1', model: 'qwen' }

test('settings keep what was changed, others have their default, and null takes a change back', async () => {
  const { settings, reopened } = await setup()

  await settings.set({ theme: 'dark', ollamaAddress: 'http://127.0.0.1:4000', openaiCompatible: studio })
  const changed = await settings.set({ ollamaAddress: null, sidebar: 'folded' })

  expect({ changed, again: reopened().get() }).toEqual({
    changed: { ...defaultSettings, theme: 'dark', sidebar: 'folded', openaiCompatible: studio },
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

test('a key is kept until it is taken back or the server becomes another one', async () => {
  const { settings } = await setup()
  await settings.set({ openaiCompatible: studio })

  const kept = await settings.setKey(' secret ')
  await settings.set({ openaiCompatible: { ...studio, model: 'llama' } })
  const same = await settings.key()
  await settings.set({ openaiCompatible: { ...studio, address: 'https://elsewhere.example/v1' } })
  const other = await settings.key()

  expect({ kept, same, other, forgotten: await settings.setKey(null) }).toEqual({
    kept: { kept: 'until-quit' },
    same: 'secret',
    other: 'from-environment',
    forgotten: { kept: 'forgotten' },
  })
})

test('no key is ever in the database', async () => {
  const { settings, database } = await setup()
  await settings.setKey('secret')

  expect(database.sqlite.prepare('select * from settings').all()).toEqual([])
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
  const secrets = createMemorySecrets()
  const environment = { ALCOVE_OPENAI_API_KEY: 'from-environment' }
  const open = () => createSettingsService({ store: createSettingsStore(database), secrets, environment })
  return { settings: open(), reopened: open, database }
}
