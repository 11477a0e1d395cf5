import type { Settings, SettingsChange } from '#contract/settings.contract'
import type { Secrets } from '../app/secrets.ts'
import type { SettingsStore } from './settings.store.ts'

export interface SettingsDeps {
  readonly store: SettingsStore
  readonly secrets: Secrets
  /** Where `ALCOVE_OPENAI_API_KEY` is looked up. */
  readonly environment?: Readonly<Record<string, string | undefined>>
}

export type SettingsService = ReturnType<typeof createSettingsService>

const keyName = 'openai-compatible-key'

/** Keeps what the person set, and the key of their model server apart from it. */
export function createSettingsService({ store, secrets, environment = {} }: SettingsDeps) {
  return { get: store.read, set, setFlags, key, setKey }

  async function set(change: SettingsChange): Promise<Settings> {
    const before = originOf(store.read())
    store.write(change)
    const after = store.read()
    // A key is for one server: another one must never be sent it.
    if (before && originOf(after) !== before) await secrets.set(keyName, null)
    return after
  }

  /** Keeps which flags the person turned; a change of the other settings leaves them alone. */
  function setFlags(flags: Settings['flags']): void {
    store.write({ flags })
  }

  /** The key for the OpenAI-compatible server, null when it needs none or none was given. */
  async function key(): Promise<string | null> {
    return (await secrets.get(keyName)) ?? environment['ALCOVE_OPENAI_API_KEY'] ?? null
  }

  async function setKey(value: string | null): Promise<{ kept: 'keychain' | 'until-quit' | 'forgotten' }> {
    return { kept: await secrets.set(keyName, value?.trim() || null) }
  }
}

function originOf({ openaiCompatible }: Settings): string | null {
  return openaiCompatible && new URL(openaiCompatible.address).origin
}
