import type { Settings, SettingsWrite } from '#contract/settings.contract'
import type { SettingsStore } from './settings.store.ts'

export type SettingsService = ReturnType<typeof createSettingsService>

/** Keeps what the person set. */
export function createSettingsService({ store }: { readonly store: SettingsStore }) {
  return { get: store.read, set, setFlags }

  async function set(change: SettingsWrite): Promise<Settings> {
    store.write(change)
    return store.read()
  }

  /** Keeps which flags the person turned; a change of the other settings leaves them alone. */
  function setFlags(flags: Settings['flags']): void {
    store.write({ flags })
  }
}
