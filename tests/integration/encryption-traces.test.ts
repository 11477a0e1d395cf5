import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { newLibraryKey } from '#database/library-key'
import { convertWanted } from '../../main/app/before-opening.ts'
import { layout } from '../../main/app/data-folder.ts'
import { createSession } from '../../main/app/library-session.ts'
import { openLog } from '../../main/app/log.ts'
import { createMemorySecrets } from '../../main/app/secrets.ts'
import { type ConversionWork, finishConversion } from '../../main/encryption/conversion.ts'
import { newKeyFile } from '../../main/encryption/encryption.service.ts'
import { readKeyFile } from '../../main/encryption/key-file.ts'
import { alcove, folderWith, startService } from './alcove-process.ts'
import { untilState } from './until-state.ts'

vi.setConfig({ testTimeout: 240_000 })

const passphrase = 'seven quiet herons'
const mine = { env: { MINE: passphrase } }

test('what is done with the encryption is noted, also while the library cannot be written to', async () => {
  const data = folderWith()
  const service = await startService(data)
  const first = await untilState(service, 'off')
  const { recoveryKey } = await first.client.encryption.prepare({ passphrase, keychain: false })
  await first.client.encryption.turnOn({ lastGroup: recoveryKey.slice(-4) })
  await first.gone
  const open = await untilState(service, 'open')
  await open.client.encryption.setPassphrase({ secret: passphrase, passphrase: 'eight quiet herons' })
  await open.client.encryption.lock()
  await open.gone
  const closed = await untilState(service, 'closed')
  await closed.client.encryption.unlock({ secret: 'seven quiet cranes' }).catch(() => {})
  await closed.client.encryption.unlock({ secret: recoveryKey })
  await closed.gone
  const again = await untilState(service, 'open')
  await again.client.encryption.turnOff({ secret: recoveryKey })
  await again.gone
  const off = await untilState(service, 'off')

  const { entries } = await off.client.activity.list({ kinds: [] })
  const check = await off.client.activity.check()

  expect(entries.toReversed().map(({ kind, about }) => [kind, about])).toEqual([
    ['library-encrypted', {}],
    ['ways-to-key-changed', { way: 'passphrase', there: true }],
    ['library-locked', {}],
    ['passphrase-refused', {}],
    ['library-unlocked', {}],
    ['library-decrypted', {}],
  ])
  expect(check.state).toBe('whole')
})

test('a damaged library that was put aside can be opened with its passphrase when the library is decrypted', async () => {
  const data = folderWith()
  await alcove(data, ['add', folderWith({ 'lease.md': '# Lease\n\nIt ends in May.\n' }), '--wait', '--json'])
  await alcove(data, ['encrypt', '--passphrase-env', 'MINE', '--json'], mine)
  const aside = join(data, 'damaged', '2026-11-27T10-00-00Z')
  mkdirSync(aside, { recursive: true })
  cpSync(join(data, 'alcove.sqlite'), join(aside, 'alcove.sqlite'))

  const decrypted = await alcove(data, ['decrypt', '--passphrase-env', 'MINE', '--json'], mine)
  const elsewhere = join(folderWith(), 'aside')
  cpSync(aside, elsewhere, { recursive: true })
  const opened = await alcove(elsewhere, ['search', 'ends', '--mode', 'words', '--json'], {
    env: { ALCOVE_PASSPHRASE: passphrase },
  })

  expect([decrypted.code, opened.code, opened.json]).toMatchObject([0, 0, { results: [{ title: 'Lease' }] }])
  expect(readdirSync(data).filter((name) => name.startsWith('encryption'))).toEqual([])
})

test('a key that opens nothing, or not yet, does not stay in the keychain', async () => {
  const { folder, convert } = await convertible()
  const encrypted = await convert('encrypt')
  const decrypted = await convert('decrypt')
  truncateSync(folder.database, 5_000)
  const brokeOff = await convert('encrypt')

  expect([encrypted, decrypted, brokeOff]).toEqual([
    { problem: null, kept: true },
    { problem: null, kept: false },
    { problem: 'broke-off', kept: false },
  ])
  expect(existsSync(folder.keyFile)).toBe(false)
})

test('a key whose library is on its way to its place stays in the keychain, though the conversion broke off', async () => {
  const { folder, convert } = await convertible()
  const aside = `${folder.database}.aside`
  const inTheWay = join(folder.database, 'in the way')

  const brokeOff = await convert('encrypt', ({ step }) => {
    if (step !== 'finishing') return
    renameSync(folder.database, aside)
    mkdirSync(inTheWay, { recursive: true })
  })
  rmSync(folder.database, { recursive: true })
  finishConversion(folder)

  expect([brokeOff, readKeyFile(folder)?.phase]).toEqual([{ problem: 'broke-off', kept: true }, 'encrypted'])
  expect(readFileSync(folder.database).includes('SQLite format 3')).toBe(false)
})

/** A library in the clear, with a key in a keychain to convert it with. */
async function convertible() {
  const data = folderWith()
  await alcove(data, ['status', '--json'])
  const folder = layout(data)
  const key = newLibraryKey()
  const secrets = createMemorySecrets()
  const session = createSession()
  const { log, close } = await openLog(folder.logs)
  onTestFinished(close)
  const convert = async (kind: 'encrypt' | 'decrypt', tell: (work: ConversionWork) => void = () => {}) => {
    await secrets.set('library-key', key.hex)
    session.wanted = { kind, key, keyFile: newKeyFile(key, [{ kind: 'keychain' }]) }
    await convertWanted({ folder, session, shell: { secrets }, log }, tell)
    return { problem: session.problem, kept: (await secrets.get('library-key')) === key.hex }
  }
  return { folder, convert }
}
