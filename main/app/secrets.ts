import type { KeptIn, KeyPlace } from '#contract/providers.contract'

/** Where a secret is; `locked`: in a file whose passphrase was not given yet. */
export type SecretPlace = Exclude<KeyPlace, 'environment'>

/** Keeps what must not stand in the database: the system keychain where the shell has one, else a sealed file, else memory. */
export interface Secrets {
  get(name: string): Promise<string | null>
  /** Null forgets; says for how long a value is kept. */
  set(name: string, value: string | null): Promise<KeptIn>
  /** Where it is, without opening it; null where there is none. */
  where(name: string): Promise<SecretPlace | null>
  /** Where values that are given now are kept, as long as no passphrase seals them. */
  holds?(): Promise<'keychain' | 'memory'>
}

export interface MemorySecrets extends Secrets {
  /** Hands everything over and forgets it. */
  takeAll(): ReadonlyMap<string, string>
  count(): number
}

/** Secrets that are gone when the program ends. */
export function createMemorySecrets(): MemorySecrets {
  const values = new Map<string, string>()
  return {
    get: async (name) => values.get(name) ?? null,
    set: async (name, value) => {
      if (value === null) {
        values.delete(name)
        return 'forgotten'
      }
      values.set(name, value)
      return 'until-quit'
    },
    where: async (name) => (values.has(name) ? 'until-quit' : null),
    takeAll: () => {
      const all = new Map(values)
      values.clear()
      return all
    },
    count: () => values.size,
  }
}
