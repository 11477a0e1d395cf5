import { expect, test } from 'vitest'
import { defaultSettings, Settings } from '#contract/settings.contract'
import { settingsWithoutContents } from './settings-without-contents.ts'

test('switches, numbers and choices stay; of what was typed only its kind and length', () => {
  const settings: Settings = Settings.parse({
    ...defaultSettings,
    theme: 'dark',
    customInstructions: 'I am a lawyer in Ghent.',
    ollamaAddress: 'http://192.168.1.7:11434',
    chatModel: { runtime: 'ollama', name: 'my-secret-model' },
    readingLimits: { seconds: 90, megabytes: 1024 },
    backups: {
      place: { kind: 'webdav', address: 'https://cloud.anna.example/alcove', user: 'anna' },
      every: 'daily',
      encrypted: true,
      series: 'ab12cd34',
    },
  })

  const shown = settingsWithoutContents(settings)

  expect(shown).toMatchObject({
    theme: 'dark',
    customInstructions: 'a text of 23 characters',
    ollamaAddress: 'http: another machine',
    chatModel: { runtime: 'ollama', name: 'a text of 15 characters' },
    readingLimits: { seconds: 90, megabytes: 1024 },
    backups: { place: { kind: 'webdav', address: 'https: another machine' }, every: 'daily', encrypted: true },
  })
  expect(JSON.stringify(shown)).not.toMatch(/anna|lawyer|secret|192\.168/)
  expect(Object.keys(shown)).toEqual(Object.keys(Settings.shape))
})
