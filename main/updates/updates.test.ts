import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { outward } from '#models/network/outward'
import type { ProvedUpdate, Updater } from '../app/updater.ts'
import { chooseRelease } from './choose-release.ts'
import { createFakeMaker, fakeFile, fakeNotice } from './fake.release.ts'
import { noticeLimit, openNotice } from './release-notice.ts'
import { createUpdatesService } from './updates.service.ts'
import { compareVersions, isVersion } from './version-order.ts'

const content = 'the newer Alcove'
const here = { version: '0.1.0', channel: 'stable', platform: 'linux', arch: 'x64', kind: 'AppImage' } as const

test('a notice is believed when its maker’s key signed these very bytes, and in no other case', () => {
  const maker = createFakeMaker()
  const stranger = createFakeMaker()
  const notice = fakeNotice()
  const good = maker.envelope(notice)
  const { signed, signature } = JSON.parse(good)
  const other = Buffer.from(JSON.stringify(fakeNotice({ version: '9.0.0' }))).toString('base64')
  const envelope = (more: object) => JSON.stringify({ signed, signature, key: 'maker', ...more })

  expect(
    openNotice(
      good,
      [stranger.key, maker.key].map((key, at) => ({ ...key, id: at === 1 ? 'maker' : 'x' })),
    ),
  ).toEqual(notice)
  expect({
    wrongKey: openNotice(stranger.envelope(notice), [maker.key]),
    unknownKey: openNotice(good, [{ ...maker.key, id: 'other' }]),
    noKeys: openNotice(good, []),
    otherBytes: openNotice(envelope({ signed: other }), [maker.key]),
    noSignature: openNotice(envelope({ signature: '' }), [maker.key]),
    cutSignature: openNotice(envelope({ signature: Buffer.from(signature, 'base64').subarray(1).toString('base64') }), [
      maker.key,
    ]),
    moreInEnvelope: openNotice(envelope({ also: 'this' }), [maker.key]),
    plainNotice: openNotice(JSON.stringify(notice), [maker.key]),
    garbage: openNotice('<html>', [maker.key]),
    tooLong: openNotice(`${good}${' '.repeat(noticeLimit)}`, [maker.key]),
    senseless: openNotice(maker.envelope({ version: '1.0.0' }), [maker.key]),
    signedGarbage: openNotice(maker.envelope('no json'), [maker.key]),
  }).toEqual({
    wrongKey: 'the signature is not of this notice',
    unknownKey: 'it is signed with an unknown key',
    noKeys: 'it is signed with an unknown key',
    otherBytes: 'the signature is not of this notice',
    noSignature: 'the signature is not of this notice',
    cutSignature: 'the signature is not of this notice',
    moreInEnvelope: 'it is no signed notice',
    plainNotice: 'it is no signed notice',
    garbage: 'it is no signed notice',
    tooLong: 'it is too long',
    senseless: 'it is signed and makes no sense',
    signedGarbage: 'it is signed and makes no sense',
  })
})

test('one bit that is another one anywhere in a notice or its signature, and it is not believed', () => {
  const maker = createFakeMaker()
  const { signed, signature } = JSON.parse(maker.envelope(fakeNotice()))
  const found = fc.check(
    fc.property(fc.constantFrom('signed', 'signature'), fc.nat(), fc.integer({ min: 0, max: 7 }), (part, at, bit) => {
      const bytes = Buffer.from(part === 'signed' ? signed : signature, 'base64')
      const place = at % bytes.length
      bytes[place] = (bytes[place] ?? 0) ^ (1 << bit)
      const changed = JSON.stringify({ signed, signature, key: 'maker', [part]: bytes.toString('base64') })
      return openNotice(changed, [maker.key]) === 'the signature is not of this notice'
    }),
  )

  expect(found.counterexample).toBeNull()
})

test('names of files that are paths, addresses or nothing are not those of a release, also when they are signed', () => {
  const maker = createFakeMaker()
  const names = [
    '../a',
    'a/b',
    'a\\b',
    '/etc/passwd',
    'https://x/y',
    '',
    '.',
    '..',
    '-a',
    'a b',
    'a\0b',
    'C:a',
    'a'.repeat(200),
  ]

  const opened = names.map((name) =>
    openNotice(maker.envelope(fakeNotice({ files: [fakeFile('x', { name })] })), [maker.key]),
  )

  expect(opened).toEqual(names.map(() => 'it is signed and makes no sense'))
})

test('an older version, an older notice, another channel and another program are not taken, however well they are signed', () => {
  const newer = { version: '0.3.0', releasedAt: 2_000 }
  const choices = {
    newer: chooseRelease(fakeNotice(), here, null),
    same: chooseRelease(fakeNotice({ version: '0.1.0' }), here, null),
    sameAsSeen: chooseRelease(fakeNotice(), here, { version: '0.2.0', releasedAt: 1_000 }),
    downgrade: chooseRelease(fakeNotice({ version: '0.0.9' }), here, null),
    beforeIt: chooseRelease(fakeNotice({ version: '0.1.0-beta.1' }), here, null),
    seenNewer: chooseRelease(fakeNotice(), here, newer),
    olderNotice: chooseRelease(fakeNotice({ version: '0.4.0', releasedAt: 1_999 }), here, newer),
    otherChannel: chooseRelease(fakeNotice({ channel: 'beta' }), here, null),
    otherProgram: chooseRelease(fakeNotice({ product: 'other' }), here, null),
    otherSystem: chooseRelease(fakeNotice(), { ...here, platform: 'darwin' }, null),
    otherArch: chooseRelease(fakeNotice(), { ...here, arch: 'arm64' }, null),
    otherKind: chooseRelease(fakeNotice(), { ...here, kind: 'deb' }, null),
  }

  expect(
    Object.fromEntries(
      Object.entries(choices).map(([name, choice]) => [name, choice.is === 'refused' ? choice.problem : choice.is]),
    ),
  ).toEqual({
    newer: 'newer',
    same: 'same',
    sameAsSeen: 'newer',
    downgrade: { reason: 'older', detail: '0.0.9' },
    beforeIt: { reason: 'older', detail: '0.1.0-beta.1' },
    seenNewer: { reason: 'seen-newer', detail: '0.2.0' },
    olderNotice: { reason: 'seen-newer', detail: '0.4.0' },
    otherChannel: { reason: 'other-program', detail: 'alcove beta' },
    otherProgram: { reason: 'other-program', detail: 'other stable' },
    otherSystem: { reason: 'nothing-for-this-system', detail: 'darwin x64 AppImage' },
    otherArch: { reason: 'nothing-for-this-system', detail: 'linux arm64 AppImage' },
    otherKind: { reason: 'nothing-for-this-system', detail: 'linux x64 deb' },
  })
})

test('versions are in the order of semver.org', () => {
  const order = [
    ...['0.0.1', '0.1.0', '0.1.1', '0.2.0', '0.10.0', '1.0.0-alpha', '1.0.0-alpha.1', '1.0.0-alpha.beta', '1.0.0-beta'],
    ...['1.0.0-beta.2', '1.0.0-beta.11', '1.0.0-rc.1', '1.0.0', '2.0.0'],
  ]
  const wrong = order.flatMap((one, first) =>
    order.filter((other, second) => Math.sign(compareVersions(one, other)) !== Math.sign(first - second)),
  )

  expect(wrong).toEqual([])
  expect(
    [
      '1.0',
      'v1.0.0',
      '1.0.0+x',
      '01.0.0',
      '1.0.0-',
      '1.0.0-a..b',
      ' 1.0.0',
      '1.0.0\n',
      `1.0.0-${'a'.repeat(200)}`,
    ].filter(isVersion),
  ).toEqual([])
  expect(() => compareVersions('1.0', '1.0.0')).toThrow('Not versions')
})

test('an update is found, fetched, proved and handed on', async () => {
  const { updates, installed, progress } = await setup()

  const looked = await updates.look()
  const fetched = await updates.fetch(progress.add)
  const begun = await updates.install()

  expect(looked).toMatchObject({ ok: true, value: { newer: { version: '0.2.0', notes: 'Better.' }, fetched: false } })
  expect([fetched, begun, progress.last()]).toMatchObject([{ value: { fetched: true } }, { value: { begun: true } }, 1])
  expect(installed).toMatchObject([{ version: '0.2.0', file: { name: fakeFile(content).name } }])
})

test.each([
  ['longer', `${content}!`],
  ['shorter', content.slice(1)],
  ['another', content.replace('newer', 'worse')],
])('a file that is %s than what was signed is thrown away unopened', async (_, served) => {
  const { updates, installed, folder } = await setup({ served })
  await updates.look()

  const fetched = await updates.fetch(() => {})
  const begun = await updates.install()

  expect([fetched, begun]).toMatchObject([
    { ok: false, failure: { problem: { reason: 'file-differs' } } },
    { ok: false, failure: { problem: { reason: 'not-fetched' } } },
  ])
  expect([installed, readdirSync(folder)]).toEqual([[], ['seen.json']])
})

test('a file that was changed after it was proved is not handed on', async () => {
  const { updates, installed, folder } = await setup()
  await updates.look()
  await updates.fetch(() => {})
  writeFileSync(join(folder, fakeFile(content).name), content.replace('newer', 'worse'))

  const begun = await updates.install()

  expect([begun, installed, updates.state().fetched]).toMatchObject([
    { ok: false, failure: { problem: { reason: 'file-differs' } } },
    [],
    false,
  ])
})

test('a notice that was replaced by an older one is not believed, also by the next process', async () => {
  const { updates, again, serveNotice, maker } = await setup()
  serveNotice(maker.envelope(fakeNotice({ version: '0.3.0', releasedAt: 3_000 })))
  await updates.look()
  serveNotice(maker.envelope(fakeNotice()))

  expect([await updates.look(), await again().look()]).toMatchObject([
    { failure: { problem: { reason: 'seen-newer' } } },
    { failure: { problem: { reason: 'seen-newer' } } },
  ])
})

test('nobody is asked while requests are held back, without an address, or where Alcove is not installed', async () => {
  const { updates, asked, folder } = await setup({ address: 'https://updates.example.invalid/alcove' })
  const without = createUpdatesService({ updater: null, version: '0.1.0', folder })
  outward.setOffline(true)
  onTestFinished(() => outward.setOffline(false))

  expect([await updates.look(), await without.look(), without.state().problem]).toMatchObject([
    { failure: { problem: { reason: 'held-back' } } },
    { failure: { problem: { reason: 'not-here' } } },
    { reason: 'not-here' },
  ])
  expect([asked(), existsSync(join(folder, 'seen.json'))]).toEqual([0, false])
})

test('a server that says no, sends too much or nothing is named, and nothing is changed', async () => {
  const { updates, serveNotice } = await setup()
  serveNotice(null)
  const missing = await updates.look()
  serveNotice('x'.repeat(noticeLimit + 10))
  const long = await updates.look()

  expect([missing, long, updates.state().newer]).toMatchObject([
    { failure: { problem: { reason: 'unreachable', detail: '404' } } },
    { failure: { problem: { reason: 'not-signed' } } },
    null,
  ])
})

test('what scripts/sign-release.mjs signs is believed', () => {
  const script = fileURLToPath(new URL('../../scripts/sign-release.mjs', import.meta.url))
  const folder = temporary()
  const file = join(folder, 'Alcove-0.2.0-linux-x86_64.AppImage')
  writeFileSync(file, content)
  const run = (args: readonly string[], env: object = {}) =>
    spawnSync(process.execPath, [script, ...args], { encoding: 'utf8', env: { ...process.env, ...env } })
  const made = JSON.parse(run(['new-key']).stdout)

  const signed = run(['sign', '--version', '0.2.0', '--released-at', '7', file], made)
  const unsigned = run(['sign', '--version', '0.2.0', file], { ALCOVE_RELEASE_KEY: '' })

  expect(openNotice(signed.stdout, [made.public])).toEqual(
    fakeNotice({ releasedAt: 7, notes: '', files: [fakeFile(content)] }),
  )
  expect([unsigned.status === 0, unsigned.stdout]).toEqual([false, ''])
})

interface Setup {
  readonly served?: string
  readonly address?: string
}

async function setup({ served = content, address }: Setup = {}) {
  const maker = createFakeMaker()
  let notice: string | null = maker.envelope(fakeNotice())
  let asked = 0
  const server = createServer((request, response) => {
    asked += 1
    if (request.url === '/alcove/stable.json' && notice !== null) return void response.end(notice)
    if (request.url === `/alcove/${fakeFile(content).name}`) return void response.end(served)
    response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const folder = join(temporary(), 'updates')
  const installed: ProvedUpdate[] = []
  const updater: Updater = {
    ...here,
    address: address ?? `http://127.0.0.1:${(server.address() as AddressInfo).port}/alcove`,
    keys: [maker.key],
    install: async (update) => void installed.push(update),
  }
  const again = () => createUpdatesService({ updater, version: '0.1.0', folder })
  const steps: number[] = []
  const progress = { add: (done: number) => void steps.push(done), last: () => steps.at(-1) }
  const serveNotice = (next: string | null) => (notice = next)
  mkdirSync(folder, { recursive: true })
  return { updates: again(), again, installed, folder, maker, serveNotice, asked: () => asked, progress }
}

function temporary(): string {
  const path = mkdtempSync(join(tmpdir(), 'alcove-updates-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}
