import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { BackupPlace } from '#contract/backup-plan'
import { outward } from '#models/network/outward'
import { createS3Destination } from '../../main/backup/s3.destination.ts'
import { sha256Of } from '../../main/backup/s3-signature.ts'
import { folderWith } from './alcove-process.ts'
import { setupBackups } from './backup-setup.ts'
import { type FileServer, startS3Server, startWebdavServer } from './file-servers.ts'

const keys = { keyId: 'AKID', secret: 'sec/ret+key', region: 'eu-central-1' }

interface Kind {
  readonly kind: string
  readonly start: () => Promise<FileServer>
  readonly place: (address: string) => BackupPlace
  readonly password: string
  /** What is asked when a backup is sent. */
  readonly sends: string
}

const kinds: readonly Kind[] = [
  {
    kind: 'WebDAV',
    start: () => startWebdavServer({ user: 'ada', password: 'pass: word' }),
    place: (address) => ({ kind: 'webdav', address: `${address}/My Backups`, user: 'ada' }),
    password: 'pass: word',
    sends: 'PUT',
  },
  {
    kind: 'S3',
    start: () => startS3Server(keys),
    place: (address) => ({
      kind: 's3',
      address,
      region: keys.region,
      bucket: 'backups',
      prefix: 'at-home/',
      keyId: keys.keyId,
    }),
    password: keys.secret,
    sends: 'PUT',
  },
]

test.for(kinds)(
  '$kind: backups are sent, listed, read back, thinned out, and restored',
  async ({ start, place, password }) => {
    const server = await start()
    let now = Date.UTC(2027, 0, 1, 10)
    const { backups, folder, planTo } = await setupBackups({ clock: () => now })
    await backups.setSecret('password', password)
    await planTo({ place: place(server.address), every: 'hourly' })
    const names: (string | false)[] = []
    for (const minutes of [0, 10, 60, 60]) {
      now += minutes * 60_000
      const made = await backups.now()
      names.push(made.ok && made.value.name)
    }

    const listed = await backups.list()
    const drilled = await backups.drill()
    const to = `${folder.root}-restored`
    onTestFinished(() => rmSync(to, { recursive: true, force: true }))
    const restored = await backups.restore({ from: { name: names[2] || '' }, passphrase: null, to })

    expect(listed.ok && listed.value.map(({ name, state }) => [name, state])).toEqual([
      [names[3], 'verified'],
      [names[2], 'verified'],
      [names[1], 'verified'],
    ])
    expect([drilled.ok, restored.ok, server.files.size]).toEqual([true, true, 3])
    expect(readFileSync(join(to, 'imports', 'text-1.md'), 'utf8')).toContain('Words of text 1')
  },
)

test.for(kinds)(
  '$kind: what goes wrong has its name, leaves nothing behind, and passes',
  async ({ start, place, password, sends }) => {
    const server = await start()
    const { backups, planTo } = await setupBackups()
    await backups.setSecret('password', 'wrong')
    const wish = { place: place(server.address), every: 'daily' as const, encrypted: false }
    const refused = await backups.plan(wish)
    await backups.setSecret('password', password)
    await planTo(wish)
    const reasons: string[] = []
    for (const fault of [
      { method: sends, status: 507 },
      { method: sends, status: 'cut' },
      { method: 'GET', status: 'cut' },
      null,
    ] as const) {
      server.fault = fault
      const made = await backups.now()
      reasons.push(made.ok ? 'done' : made.failure.problem.reason)
    }
    server.fault = null
    const listed = await backups.list()

    expect({ refused, reasons }).toMatchObject({
      refused: { ok: false, failure: { problem: { reason: 'place-refused' } } },
      reasons: ['place-full', 'place-unreachable', 'place-unreachable', 'done'],
    })
    // The third arrived and could not be read back.
    expect(listed.ok && listed.value.map(({ state }) => state)).toEqual(expect.arrayContaining(['verified']))
    expect([...server.files.keys()].filter((name) => !/alcove-\w+-\w+\.zip$/.test(name))).toEqual([])
  },
)

test.for(kinds)('$kind: a byte that changed on the server is found', async ({ start, place, password }) => {
  const server = await start()
  const { backups, planTo } = await setupBackups()
  await backups.setSecret('password', password)
  await planTo({ place: place(server.address) })
  await backups.now()
  const [[path, bytes] = ['', Buffer.alloc(1)]] = server.files
  const changed = Buffer.from(bytes)
  changed[300] = (changed[300] ?? 0) ^ 1
  server.files.set(path, changed)

  const drilled = await backups.drill()
  const listed = await backups.list()

  expect({ drilled, listed }).toMatchObject({
    drilled: { ok: false, failure: { problem: { reason: 'damaged' } } },
    listed: { ok: true, value: [{ state: 'damaged' }] },
  })
})

test('while requests to other machines are held back, that is what is said, and nobody is asked', async () => {
  outward.setOffline(true)
  onTestFinished(() => outward.setOffline(false))
  const { backups } = await setupBackups()
  const place = { kind: 'webdav', address: 'http://192.0.2.1/backups', user: 'ada' } as const

  const planned = await backups.plan({ place, every: 'daily', encrypted: false })

  expect(planned).toMatchObject({
    ok: false,
    failure: { problem: { reason: 'place-held-back', where: '192.0.2.1/backups/' } },
  })
})

test('a large backup goes to S3 in pieces, and none of it stays when one of them cannot be sent', async () => {
  const server = await startS3Server(keys)
  const bytes = Buffer.from(Array.from({ length: 1_000 }, (_, n) => n % 251))
  const file = join(folderWith(), 'large')
  writeFileSync(file, bytes)
  const place = {
    kind: 's3' as const,
    address: server.address,
    region: keys.region,
    bucket: 'backups',
    prefix: '',
    keyId: keys.keyId,
  }
  const destination = createS3Destination({ place, secret: keys.secret, pieceBytes: 300 })
  const name = 'alcove-0a1b2c3d-20270101T000000Z.zip'

  server.fault = { method: 'POST', status: 500 }
  const broken = await destination
    .keep({ name, file, bytes: 1_000, sha256: sha256Of(bytes) })
    .catch((error) => error.problem)
  server.fault = null
  await destination.keep({ name, file, bytes: 1_000, sha256: sha256Of(bytes) })
  const fetched = await destination.fetch(name, folderWith())

  expect([broken, await destination.list(), readFileSync(fetched).equals(bytes)]).toMatchObject([
    { reason: 'place-unreachable' },
    [{ name, bytes: 1_000 }],
    true,
  ])
  expect(server.asked.filter((one) => one.startsWith('PUT')).length).toBe(4)
})
