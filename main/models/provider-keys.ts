import { firstProviderId, type KeptIn, type KeyPlace, type Provider } from '#contract/providers.contract'
import type { Secrets } from '../app/secrets.ts'

export interface ProviderKeysDeps {
  readonly secrets: Secrets
  readonly providers: () => readonly Provider[]
  /** Where `ALCOVE_OPENAI_API_KEY` and `ALCOVE_API_KEY_NAME` are looked up. */
  readonly environment: Readonly<Record<string, string | undefined>>
}

export type ProviderKeys = ReturnType<typeof createProviderKeys>

/** The keys of servers, one for each, apart from everything else that is known of them. */
export function createProviderKeys({ secrets, providers, environment }: ProviderKeysDeps) {
  return { get, set, where }

  async function get(provider: Pick<Provider, 'id' | 'name'>): Promise<string | null> {
    return (await secrets.get(secretName(provider.id))) ?? fromEnvironment(provider)
  }

  /** Null forgets it. */
  async function set(id: string, key: string | null): Promise<KeptIn> {
    return secrets.set(secretName(id), key?.trim() || null)
  }

  async function where(provider: Pick<Provider, 'id' | 'name'>): Promise<KeyPlace | null> {
    return (await secrets.where(secretName(provider.id))) ?? (fromEnvironment(provider) === null ? null : 'environment')
  }

  // With several servers one variable would hand the key of one to the others.
  function fromEnvironment({ id, name }: Pick<Provider, 'id' | 'name'>): string | null {
    const own = environment[`ALCOVE_API_KEY_${variableName(name)}`]
    if (own) return own
    const all = providers()
    const isAlone = all.length === 1 && all[0]?.id === id
    return (isAlone && environment['ALCOVE_OPENAI_API_KEY']) || null
  }
}

/** A name as environment variables are written: `Mistral AI` is `MISTRAL_AI`. */
export function variableName(name: string): string {
  return name
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^_|_$/g, '')
}

// The first server keeps the name its key had when there could be only one.
function secretName(id: string): string {
  return id === firstProviderId ? 'openai-compatible-key' : `provider-key-${id}`
}
