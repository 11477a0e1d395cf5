import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openConnection } from './connection.ts'
import { migrateDatabase, openDatabase } from './database.ts'
import { changeKey, isEncrypted, newLibraryKey } from './library-key.ts'
import { openSealed, SealBroken, sealBytes } from './sealed-file.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'alcove-key-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }))

test.each(['aegis', 'chacha20'] as const)(
  'under %s no byte of the library or its log shows what was written',
  (cipher) => {
    const { path, key } = library({ cipher })
    const writer = openConnection(path, { key })
    writer.sqlite.exec('CREATE TABLE notes (text)')
    writer.sqlite.prepare('INSERT INTO notes VALUES (?)').run('the planted text')
    for (const suffix of ['', '-wal']) expect(readFileSync(path + suffix).includes('planted')).toBe(false)
    writer.close()

    expect(isEncrypted(path)).toBe(true)
    const reader = openConnection(path, { readonly: true, key })
    expect(reader.sqlite.prepare('SELECT text FROM notes').pluck().get()).toBe('the planted text')
    reader.close()
  },
)

test('another key, or none, opens nothing', () => {
  const { path, key } = library({ cipher: 'chacha20' })
  openConnection(path, { key }).close()
  for (const wrong of [null, { ...key, hex: newLibraryKey().hex }]) {
    expect(() => openConnection(path, { key: wrong })).toThrow(/not a database/)
  }
})

test('a library takes another key and loses it again, with all it holds', async () => {
  const { path, key } = library({ cipher: 'aegis' })
  const plain = openDatabase(path)
  await migrateDatabase(plain, { backupFolder: folder })
  plain.sqlite.exec("INSERT INTO settings (key, value, created_at, updated_at) VALUES ('theme', '\"dark\"', 1, 1)")
  changeKey(plain.sqlite, key)
  plain.close()
  expect(isEncrypted(path)).toBe(true)
  expect(readFileSync(path).includes('theme')).toBe(false)

  const sealed = openConnection(path, { key })
  expect(sealed.sqlite.pragma('integrity_check', { simple: true })).toBe('ok')
  changeKey(sealed.sqlite, null)
  sealed.close()
  expect(isEncrypted(path)).toBe(false)
  const again = openConnection(path)
  expect(again.sqlite.prepare("SELECT value FROM settings WHERE key = 'theme'").pluck().get()).toBe('"dark"')
  again.close()
})

test('a sealed file opens as it was, with its time, under no name', async () => {
  const { key } = library({ cipher: 'aegis' })
  for (const size of [0, 1, 65_536, 200_000]) {
    const path = join(folder, 'sealed')
    const bytes = Buffer.alloc(size, 'planted')
    await seal(path, bytes, key)
    expect(readFileSync(path).includes('plantedplanted')).toBe(false)
    const opened = await openSealed(await open(path), key, folder)
    expect(await opened.readFile()).toEqual(bytes)
    await opened.close()
  }
})

test('a sealed file that was cut off, changed, put together anew or given another key is refused', async () => {
  const { key } = library({ cipher: 'aegis' })
  const path = join(folder, 'sealed')
  await seal(path, Buffer.alloc(200_000, 'x'), key)
  const whole = readFileSync(path)
  const chunk = 65_536 + 16
  const exchanged = Buffer.concat([
    whole.subarray(0, 32),
    whole.subarray(32 + chunk, 32 + 2 * chunk),
    whole.subarray(32, 32 + chunk),
    whole.subarray(32 + 2 * chunk),
  ])
  const flipped = Buffer.from(whole)
  flipped[100_000] = (flipped[100_000] ?? 0) ^ 1
  const broken = [whole.subarray(0, 32 + chunk), whole.subarray(0, -1), whole.subarray(0, 20), exchanged, flipped]
  for (const bytes of broken) {
    writeFileSync(path, bytes)
    await expect(openSealed(await open(path), key, folder)).rejects.toThrow(SealBroken)
  }
  writeFileSync(path, whole)
  await expect(openSealed(await open(path), newLibraryKey(), folder)).rejects.toThrow(SealBroken)
})

function library({ cipher }: { readonly cipher: 'aegis' | 'chacha20' }) {
  return { path: join(folder, 'alcove.sqlite'), key: { ...newLibraryKey(), cipher } }
}

async function seal(path: string, bytes: Buffer, key: ReturnType<typeof newLibraryKey>) {
  const parts: Buffer[] = []
  async function* source() {
    yield bytes
  }
  for await (const part of sealBytes(source(), key)) parts.push(part)
  writeFileSync(path, Buffer.concat(parts))
}
