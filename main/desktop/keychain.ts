import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { SafeStorage } from 'electron'
import { z } from 'zod'
import { createMemorySecrets, type Secrets } from '../app/secrets.ts'

type Storage = Pick<
  SafeStorage,
  'encryptStringAsync' | 'decryptStringAsync' | 'isAsyncEncryptionAvailable' | 'getSelectedStorageBackend'
>

export interface KeychainDeps {
  readonly storage: Storage
  readonly platform: NodeJS.Platform
  /** Holds the encrypted values, and which keychain encrypted them. */
  readonly file: string
}

const Kept = z.object({ backend: z.string(), values: z.record(z.string(), z.string()) })
type Kept = z.infer<typeof Kept>

/** Secrets encrypted by the system's keychain; where it has none they are kept until Alcove is closed, never in clear. */
export function createKeychain({ storage, platform, file }: KeychainDeps): Secrets {
  const memory = createMemorySecrets()
  return { get, set, where, holds: async () => ((await backend()) === null ? 'memory' : 'keychain') }

  async function get(name: string): Promise<string | null> {
    const remembered = await memory.get(name)
    const kept = read(file)
    const value = kept?.values[name]
    if (remembered !== null || !kept || value === undefined) return remembered
    // Another keychain cannot open it: as good as absent, the person is asked again.
    if (kept.backend !== (await backend())) return null
    try {
      const { result, shouldReEncrypt } = await storage.decryptStringAsync(Buffer.from(value, 'base64'))
      if (shouldReEncrypt) await set(name, result)
      return result
    } catch {
      // The keychain was reset or belongs to another user.
      return null
    }
  }

  async function set(name: string, value: string | null) {
    const current = await backend()
    const kept = read(file)
    const values = kept && kept.backend === current ? { ...kept.values } : {}
    delete values[name]
    if (value === null || current === null) {
      if (kept) write(file, { backend: kept.backend, values })
      return memory.set(name, value)
    }
    await memory.set(name, null)
    values[name] = (await storage.encryptStringAsync(value)).toString('base64')
    write(file, { backend: current, values })
    return 'keychain' as const
  }

  async function where(name: string) {
    const remembered = await memory.where(name)
    const kept = read(file)
    const isHere = kept?.values[name] !== undefined && kept.backend === (await backend())
    return remembered ?? (isHere ? 'keychain' : null)
  }

  /** Null where there is no keychain: on Linux `basic_text` would encrypt with a password that everyone knows. */
  async function backend(): Promise<string | null> {
    if (!(await storage.isAsyncEncryptionAvailable())) return null
    if (platform !== 'linux') return platform
    const selected = storage.getSelectedStorageBackend()
    return selected === 'basic_text' || selected === 'unknown' ? null : selected
  }
}

function read(file: string): Kept | null {
  try {
    return Kept.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    // Missing or not ours: nothing is kept.
    return null
  }
}

function write(file: string, kept: Kept) {
  writeFileSync(`${file}.new`, JSON.stringify(kept), { mode: 0o600 })
  renameSync(`${file}.new`, file)
}
