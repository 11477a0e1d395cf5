import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { ProvedUpdate, Updater } from '../app/updater.ts'
import { createFakeMaker, fakeFile, fakeNotice } from './fake.release.ts'
import { clearUpdates, FileDiffers, isUpdate, keepUpdate } from './update-file.ts'
import { createUpdatesService } from './updates.service.ts'

const content = 'the newer Alcove'
const refused = (reason: string) => ({ ok: false, failure: { code: 'UPDATE_FAILED', problem: { reason } } })

test('a copy without an address, or without a key, says so and asks nobody', async () => {
  const { service } = await setup()
  const copies = [service({ address: null }), service({ keys: [] })]

  expect(copies.map((copy) => copy.state())).toMatchObject([
    { host: null, problem: { reason: 'no-address' }, newer: null, fetched: false, version: '0.1.0' },
    { host: expect.stringMatching(/^127/), problem: { reason: 'no-address' } },
  ])
  expect(await Promise.all(copies.map((copy) => copy.look()))).toMatchObject([
    refused('no-address'),
    refused('no-address'),
  ])
})

test('what was not looked for cannot be fetched, and what was not fetched cannot be installed', async () => {
  const { service } = await setup()
  const updates = service({})

  expect([await updates.fetch(() => {}), await updates.install()]).toMatchObject([
    refused('not-fetched'),
    refused('not-fetched'),
  ])
  await updates.look()
  expect(await updates.install()).toMatchObject(refused('not-fetched'))
})

test('a look remembers when it was, whether there is a newer version or not', async () => {
  const { service, serve, maker, folder } = await setup()
  serve('/stable.json', maker.envelope(fakeNotice({ version: '0.1.0' })))
  const updates = service({})
  const before = updates.state()

  const same = await updates.look()
  serve('/stable.json', maker.envelope(fakeNotice()))
  const newer = await updates.look()

  expect([before.lookedAt, same, newer]).toMatchObject([
    null,
    { ok: true, value: { newer: null, lookedAt: 5_000, problem: null } },
    { ok: true, value: { newer: { version: '0.2.0', notes: 'Better.', releasedAt: 1_000, bytes: content.length } } },
  ])
  expect([updates.lookedAt(), statSync(join(folder, 'seen.json')).mode & 0o777]).toEqual([5_000, 0o600])
  expect(JSON.parse(readFileSync(join(folder, 'seen.json'), 'utf8'))).toEqual({
    lookedAt: 5_000,
    newest: { version: '0.2.0', releasedAt: 1_000 },
  })
})

test('what was fetched is of the version it was fetched for: a newer one has to be fetched anew', async () => {
  const { service, serve, maker } = await setup()
  const updates = service({})
  await updates.look()
  await updates.fetch(() => {})
  await updates.look()
  const again = updates.state().fetched
  serve('/stable.json', maker.envelope(fakeNotice({ version: '0.3.0' })))

  await updates.look()

  expect([again, updates.state().fetched, updates.state().newer?.version]).toEqual([true, false, '0.3.0'])
})

test('a file that is not there, a server that is gone and one that breaks off are named, and nothing half stays', async () => {
  const { service, serve, close, folder } = await setup()
  const updates = service({})
  await updates.look()
  serve(`/${fakeFile(content).name}`, null)
  const missing = await updates.fetch(() => {})
  serve(`/${fakeFile(content).name}`, 'break')
  const broken = await updates.fetch(() => {})
  await close()
  const gone = [await updates.look(), await updates.fetch(() => {})]

  expect([missing, broken, ...gone]).toMatchObject(Array(4).fill(refused('unreachable')))
  expect(missing).toMatchObject({ failure: { message: 'No update: unreachable 404' } })
  expect(readdirSync(folder)).toEqual(['seen.json'])
})

test('an installer that fails says why, and the update can be tried again', async () => {
  const { service, installed } = await setup()
  const updates = service({
    install: async (update) => {
      installed.push(update)
      if (installed.length === 1) throw new Error('The system said no')
    },
  })
  await updates.look()
  await updates.fetch(() => {})

  expect([await updates.install(), await updates.install()]).toMatchObject([
    { ok: false, failure: { problem: { reason: 'not-installed', detail: 'The system said no' } } },
    { ok: true, value: { begun: true } },
  ])
})

test('whoever stops it gets the stop and no failure', async () => {
  const { service } = await setup()
  const updates = service({})
  await updates.look()

  await expect(updates.look(AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped')
  await expect(updates.fetch(() => {}, AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped')
})

test('a file arrives under a name that nothing opens, private, and gets its own when it is proved', async () => {
  const folder = temporary()
  const file = fakeFile(content)
  const seen: string[][] = []
  const steps: number[] = []
  async function* body() {
    for (const part of [content.slice(0, 4), content.slice(4)]) {
      yield Buffer.from(part)
      seen.push(readdirSync(folder))
    }
  }

  const path = await keepUpdate({ folder, file, body: body(), onProgress: (done) => steps.push(done) })

  expect({ path, seen: seen[0], steps, mode: statSync(path).mode & 0o777, is: await isUpdate(path, file) }).toEqual({
    path: join(folder, file.name),
    seen: [`${file.name}.unproved`],
    steps: [4 / content.length, 1],
    mode: 0o600,
    is: true,
  })
  expect(
    await Promise.all([isUpdate(path, { ...file, bytes: 1 }), isUpdate(path, { ...file, sha512: 'A'.repeat(86) })]),
  ).toEqual([false, false])
  await clearUpdates(folder)
  expect(readdirSync(folder)).toEqual([])
})

test.each([
  ['it is longer than 16 bytes', `${content}!`],
  ['it has 15 bytes and not 16', content.slice(1)],
  ['its SHA-512 is another one', content.toUpperCase()],
])('%s', async (message, served) => {
  const folder = temporary()
  writeFileSync(join(folder, 'seen.json'), '{}')
  const kept = keepUpdate({ folder, file: fakeFile(content), body: bytes(served) })

  await expect(kept).rejects.toThrow(message)
  await expect(kept).rejects.toBeInstanceOf(FileDiffers)
  expect(readdirSync(folder)).toEqual(['seen.json'])
})

async function* bytes(text: string) {
  yield Buffer.from(text)
}

async function setup() {
  const maker = createFakeMaker()
  const served = new Map<string, string | null>([
    ['/stable.json', maker.envelope(fakeNotice())],
    [`/${fakeFile(content).name}`, content],
  ])
  const server = createServer((request, response) => {
    const text = served.get((request.url ?? '').replace('/alcove', ''))
    if (text === 'break') {
      response.writeHead(200, { 'content-length': '16' })
      response.write('the', () => response.destroy())
    } else if (text === null || text === undefined) response.writeHead(404).end()
    else response.end(text)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections()
      server.close(() => resolve())
    })
  onTestFinished(() => void server.close())
  const folder = join(temporary(), 'updates')
  const installed: ProvedUpdate[] = []
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/alcove`
  const service = (more: Partial<Updater>) => {
    const install = async (update: ProvedUpdate) => void installed.push(update)
    const own = { channel: 'stable', platform: 'linux', arch: 'x64', kind: 'AppImage' } as const
    const updater: Updater = { ...own, address, keys: [maker.key], install, ...more }
    return createUpdatesService({ updater, version: '0.1.0', folder, clock: () => 5_000 })
  }
  const serve = (path: string, text: string | null) => void served.set(path, text)
  return { service, serve, close, maker, folder, installed }
}

function temporary(): string {
  const path = mkdtempSync(join(tmpdir(), 'alcove-updates-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}
