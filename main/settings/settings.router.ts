import { implement } from '@orpc/server'
import { settingsContract } from '#contract/settings.contract'
import type { SettingsService } from './settings.service.ts'

const os = implement(settingsContract)

/** Serves the settings contract. */
export function createSettingsRouter(settings: SettingsService) {
  return os.router({
    get: os.get.handler(async () => settings.get()),
    set: os.set.handler(async ({ input }) => settings.set(input)),
  })
}
