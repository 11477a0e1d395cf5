import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { passphraseSlot } from '#database/key-slots'
import { newLibraryKey } from '#database/library-key'
import { layout } from '../app/data-folder.ts'
import { createSession } from '../app/library-session.ts'
import { newKeyFile } from './encryption.service.ts'
import { readKeyFile, writeKeyFile } from './key-file.ts'
import { openEncryption } from './open-encryption.ts'

const minute = 60_000

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] }))
afterEach(() => void vi.useRealTimers())

test('a library that nobody uses is closed after the minutes that were set, counted from the last sign of a person', async () => {
  const { touch, session, folder, closed } = await setup({ lockAfter: 5 })

  await vi.advanceTimersByTimeAsync(4 * minute)
  await touch()
  await vi.advanceTimersByTimeAsync(4 * minute)
  expect([closed(), session.key !== null]).toEqual([0, true])

  await vi.advanceTimersByTimeAsync(2 * minute)
  await vi.waitFor(() => expect([closed(), session.key, readKeyFile(folder)?.closed]).toEqual([1, null, true]))
})

test('without such a wish it stays open', async () => {
  const { session, closed } = await setup({ lockAfter: null })

  await vi.advanceTimersByTimeAsync(1_000 * minute)

  expect([closed(), session.key !== null]).toEqual([0, true])
})

test('a lock that cannot be written down is told, and ends nothing', async () => {
  const { folder, troubles } = await setup({ lockAfter: 5 })
  // In the place of the file that would be written.
  mkdirSync(`${folder.keyFile}.new`)

  await vi.advanceTimersByTimeAsync(6 * minute)

  await vi.waitFor(() => expect(troubles[0]).toMatchObject({ code: 'EISDIR' }))
})

async function setup({ lockAfter }: { readonly lockAfter: number | null }) {
  const folder = layout(mkdtempSync(join(tmpdir(), 'alcove-lock-')))
  onTestFinished(() => rmSync(folder.root, { recursive: true, force: true }))
  const key = newLibraryKey()
  writeKeyFile(folder, newKeyFile(key, [await passphraseSlot(key, 'seven quiet herons')]))
  const session = { ...createSession(), key }
  const troubles: unknown[] = []
  let reopened = 0
  const restart = () => void (reopened += 1)
  const parts = { folder, session, shell: { restart }, lockAfter: () => lockAfter }
  const encryption = openEncryption({ ...parts, report: (error) => troubles.push(error) })
  onTestFinished(encryption.close)
  const client = createRouterClient(encryption.router())
  return { folder, session, troubles, closed: () => reopened, touch: () => client.touch() }
}
