import { expect, test } from 'vitest'
import { FlagName, flagStates, flags } from './flags.ts'
import { defaultSettings, Settings, SettingsChange } from './settings.contract.ts'

test('the environment stands above the person, and the person above what the program comes with', () => {
  expect(flagStates({ diagrams: false, 'warm-start': true }, { 'warm-start': false })).toMatchObject({
    diagrams: false,
    'warm-start': false,
    suggestions: flags.suggestions.on,
  })
})

test('a flag that is not known any more changes nothing, and the settings with it are still read', () => {
  const kept = Settings.partial().parse({ flags: { 'of-an-earlier-version': true, diagrams: false } })

  expect(flagStates({ ...defaultSettings, ...kept }.flags)).toEqual({ ...flagStates({}), diagrams: false })
})

test('an unknown flag is refused, and the settings do not take flags past that', () => {
  expect(FlagName.safeParse('of-a-later-version').success).toBe(false)
  expect(SettingsChange.safeParse({ flags: { 'warm-start': true } }).success).toBe(false)
})
