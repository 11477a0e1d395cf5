/** Keeps what must not stand in the database: the system keychain where the shell has one, else memory. */
export interface Secrets {
  get(name: string): Promise<string | null>
  /** Null forgets; says for how long a value is kept. */
  set(name: string, value: string | null): Promise<'keychain' | 'until-quit' | 'forgotten'>
  /** Where values are kept. */
  holds?(): Promise<'keychain' | 'memory'>
}

/** Secrets that are gone when the program ends. */
export function createMemorySecrets(): Secrets {
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
  }
}
