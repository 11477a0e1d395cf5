import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createSealedSecrets } from './sealed-secrets.ts'

const passphrase = 'correct horse battery'

test('without a passphrase secrets are in memory only, and no file is made', async () => {
  const { sealed, folder } = setup()

  const kept = await sealed.secrets.set('key', 'canary')

  expect([
    kept,
    await sealed.secrets.get('key'),
    await sealed.secrets.where('key'),
    sealed.state(),
    readdirSync(folder),
  ]).toEqual(['until-quit', 'canary', 'until-quit', 'none', []])
})

test('with one they are kept in a file for their owner alone, locked after a start until it is given', async () => {
  const { sealed, file, again } = setup()
  await sealed.secrets.set('key', 'canary')
  await sealed.sealWith(passphrase)
  const kept = await sealed.secrets.set('other', 'second canary')
  const next = again()

  const locked = [next.state(), await next.secrets.get('key'), await next.secrets.where('key')]
  const wrong = await next.open('another passphrase')
  const opened = await next.open(passphrase)

  expect({
    kept,
    locked,
    wrong: !wrong.ok && wrong.failure.code,
    opened: opened.ok,
    read: [
      await next.secrets.get('key'),
      await next.secrets.get('other'),
      await next.secrets.where('key'),
      next.state(),
    ],
    mode: process.platform === 'win32' ? 0o600 : statSync(file).mode & 0o777,
    clear: /canary|horse/.test(readFileSync(file, 'utf8')),
  }).toEqual({
    kept: 'file',
    locked: ['locked', null, 'locked'],
    wrong: 'WRONG_PASSPHRASE',
    opened: true,
    read: ['canary', 'second canary', 'file', 'open'],
    mode: 0o600,
    clear: false,
  })
})

test('the file says how its key is made, by Argon2id with a salt of its own', async () => {
  const { sealed, file } = setup()
  await sealed.sealWith(passphrase)

  const { version, derivation } = JSON.parse(readFileSync(file, 'utf8'))

  expect({ version, derivation }).toEqual({
    version: 1,
    derivation: {
      name: 'argon2id',
      salt: expect.stringMatching(/^[\w+/]{22}==$/),
      memory: 65_536,
      passes: 3,
      parallelism: 4,
    },
  })
})

test('another passphrase takes the place of the present one, which is asked for; nothing is lost', async () => {
  const { sealed, again } = setup()
  await sealed.sealWith(passphrase)
  await sealed.secrets.set('key', 'canary')

  const refused = [await sealed.sealWith('a new passphrase'), await sealed.sealWith('a new passphrase', 'wrong')]
  const changed = await sealed.sealWith('a new passphrase', passphrase)
  const next = again()
  const old = await next.open(passphrase)
  const opened = await next.open('a new passphrase')

  expect([refused.map(({ ok }) => ok), changed.ok, old.ok, opened.ok, await next.secrets.get('key')]).toEqual([
    [false, false],
    true,
    false,
    true,
    'canary',
  ])
})

test('what is given while the file is locked is in memory, and goes into the file when it is opened', async () => {
  const { sealed, again } = setup()
  await sealed.sealWith(passphrase)
  await sealed.secrets.set('key', 'before')
  const next = again()

  const kept = await next.secrets.set('key', 'after')
  await next.open(passphrase)
  const third = again()
  await third.open(passphrase)

  expect([kept, await third.secrets.get('key')]).toEqual(['until-quit', 'after'])
})

test('a secret is forgotten without the passphrase, and all of them with the file', async () => {
  const { sealed, folder, again } = setup()
  await sealed.sealWith(passphrase)
  await sealed.secrets.set('key', 'canary')
  await sealed.secrets.set('other', 'canary')
  const next = again()

  const forgotten = await next.secrets.set('key', null)
  await next.open(passphrase)
  const left = [await next.secrets.get('key'), await next.secrets.get('other')]
  await next.forget()

  expect([forgotten, left, next.state(), await next.secrets.get('other'), readdirSync(folder)]).toEqual([
    'forgotten',
    [null, 'canary'],
    'none',
    null,
    [],
  ])
})

test('a damaged file is said and left as it is; a changed secret is not read', async () => {
  const { sealed, file, again } = setup()
  await sealed.sealWith(passphrase)
  await sealed.secrets.set('key', 'canary')
  await sealed.secrets.set('other', 'canary two')
  const whole = readFileSync(file, 'utf8')
  const { secrets, ...rest } = JSON.parse(whole)
  // One secret under the name of another: as good as changed.
  writeFileSync(file, JSON.stringify({ ...rest, secrets: { key: secrets.other } }))
  const swapped = again()
  await swapped.open(passphrase)
  const read = await swapped.secrets.get('key')
  writeFileSync(file, whole.slice(0, 100))
  const damaged = again()

  const opened = await damaged.open(passphrase)
  const changed = await damaged.sealWith('a new passphrase', passphrase)

  expect({
    read,
    state: damaged.state(),
    failures: [opened, changed].map((one) => !one.ok && one.failure.code),
    file: readFileSync(file, 'utf8'),
  }).toEqual({
    read: null,
    state: 'damaged',
    failures: ['SECRETS_UNREADABLE', 'SECRETS_UNREADABLE'],
    file: whole.slice(0, 100),
  })
})

test('many changes at once are all kept', async () => {
  const { sealed, again } = setup()
  await sealed.sealWith(passphrase)

  await Promise.all(Array.from({ length: 20 }, (_, n) => sealed.secrets.set(`key ${n}`, `value ${n}`)))
  const next = again()
  await next.open(passphrase)
  const read = await Promise.all(Array.from({ length: 20 }, (_, n) => next.secrets.get(`key ${n}`)))

  expect(read).toEqual(Array.from({ length: 20 }, (_, n) => `value ${n}`))
})

function setup() {
  const folder = mkdtempSync(join(tmpdir(), 'alcove-secrets-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'sealed-secrets.json')
  const again = () => createSealedSecrets({ file })
  return { sealed: again(), again, file, folder }
}
