import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRouterClient, os } from '@orpc/server'
import { expect, onTestFinished, test } from 'vitest'
import { contract } from '#contract/index'
import { migrateDatabase, openDatabase } from '#database/database'
import { createActivityRouter } from './activity.router.ts'
import { createActivityService } from './activity.service.ts'
import { createActivityStore } from './activity.store.ts'
import { noticedProcedures, noticing } from './noticing.ts'

const day = 86_400_000

test('what is noted is listed, the newest first, by kind and by time, with the title of what is still there', async () => {
  const { note, client, sqlite, at } = await setup()
  sqlite.exec("INSERT INTO conversations (id, title, created_at, updated_at) VALUES ('c1', 'The lease', 1, 1)")
  note('answer-written', { conversationId: 'c1', model: 'm', local: true, passages: 3 })
  at(2 * day)
  note('settings-changed', { keys: ['theme'] })
  note('answer-written', { conversationId: 'gone', model: 'm', local: false, passages: 1 })

  const seen = async (filter: object) =>
    (await client.list(filter)).entries.map(({ number, kind, title }) => [number, kind, title])
  expect({
    all: await seen({}),
    answers: await seen({ kinds: ['answer-written'] }),
    firstDay: await seen({ to: day }),
    page: (await client.list({ limit: 1 })).entries.map(({ number }) => number),
    total: (await client.list({ limit: 1 })).total,
  }).toEqual({
    all: [
      [3, 'answer-written', null],
      [2, 'settings-changed', null],
      [1, 'answer-written', 'The lease'],
    ],
    answers: [
      [3, 'answer-written', null],
      [1, 'answer-written', 'The lease'],
    ],
    firstDay: [[1, 'answer-written', 'The lease']],
    page: [3],
    total: 3,
  })
})

test('a log that nobody touched is whole; rows that were changed, taken out or cut off are found', async () => {
  const tampering = {
    whole: '',
    changed: `UPDATE activity SET about = '{"keys":["other"]}' WHERE number = 4`,
    missing: 'DELETE FROM activity WHERE number = 4',
    shortened: 'DELETE FROM activity WHERE number > 8',
  }

  for (const [state, sql] of Object.entries(tampering)) {
    const { note, client, sqlite } = await setup()
    for (let n = 0; n < 10; n += 1) note('settings-changed', { keys: [`k${n}`] })
    const before = await client.check()
    sqlite.exec(`DROP TRIGGER activity_is_not_changed; DROP TRIGGER activity_is_not_deleted; ${sql}`)
    const after = await client.check()

    expect([before.state, before.rows, after.state, after.wrong?.number ?? null]).toEqual([
      'whole',
      10,
      state,
      { whole: null, changed: 4, missing: 4, shortened: 9 }[state],
    ])
  }
})

test('the database itself lets no row be changed, and none be deleted before its time', async () => {
  const { note, sqlite } = await setup()
  note('exported', {})

  expect(() => sqlite.exec("UPDATE activity SET kind = 'x'")).toThrow('never changed')
  expect(() => sqlite.exec('DELETE FROM activity')).toThrow('only after their time')
})

test('what is older than a time goes in small steps, and the rest can still be checked', async () => {
  const { note, activity, client, at } = await setup()
  for (let n = 0; n < 1_200; n += 1) note('documents-read', { files: n })
  at(100 * day)
  note('exported', {})

  const gone = await activity.trim(50 * day)

  const checked = await client.check()
  expect([gone, checked.state, checked.rows, (await client.list({})).entries.length]).toEqual([1_200, 'whole', 1, 1])
})

test('rows are exported as JSON lines and as a table that no program takes for a formula', async () => {
  const { note, client } = await setup()
  note('key-kept', { key: '=cmd', where: 'keychain' })
  note('settings-changed', { keys: ['theme', 'a,"b"'] })

  const [json, csv] = await Promise.all([client.export({ format: 'jsonl' }), client.export({ format: 'csv' })])

  expect([
    json.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).kind),
    csv.text.split('\r\n').slice(0, 3),
  ]).toEqual([
    ['key-kept', 'settings-changed'],
    [
      'time,kind,about,log,number,hash',
      expect.stringMatching(/^1970-01-01T00:00:00.000Z,key-kept,key: =cmd; where: keychain,/),
      expect.stringContaining('"keys: theme a,""b"""'),
    ],
  ])
})

test('a call that went well is noted by its path, one that failed is not, and no value of a setting or key is', async () => {
  const { note, client } = await setup()
  const router = os.use(noticing(note)).router({
    settings: {
      set: os.handler(() => ({})),
    },
    models: {
      providers: {
        add: os.handler(() => ({ kept: 'keychain' })),
        change: os.handler(() => ({ kept: 'forgotten' })),
        allow: os.handler(() => ({ at: 1 })),
      },
    },
    network: {
      forget: os.handler(() => {
        throw new Error('no')
      }),
    },
  })
  const caller = createRouterClient(router) as unknown as {
    readonly settings: Record<'set', (input: object) => Promise<unknown>>
    readonly models: { readonly providers: Record<'add' | 'change' | 'allow', (input: object) => Promise<unknown>> }
    readonly network: { forget(): Promise<unknown> }
  }
  await caller.settings.set({ customInstructions: 'canary' })
  await caller.models.providers.add({ key: 'canary' })
  await caller.models.providers.change({ key: 'canary' })
  await caller.models.providers.allow({ id: 'canary' })
  await caller.network.forget().catch(() => {})

  const { entries } = await client.list({})
  expect([entries.map(({ kind, about }) => [kind, about]), JSON.stringify(entries).includes('canary')]).toEqual([
    [
      ['settings-changed', { keys: ['sendingAllowed'] }],
      ['key-forgotten', { key: 'model server' }],
      ['key-kept', { key: 'model server', where: 'keychain' }],
      ['settings-changed', { keys: ['customInstructions'] }],
    ],
    false,
  ])
})

test('every procedure that is noted is one of the contract', () => {
  const found = noticedProcedures.filter((path) => {
    const procedure = path
      .split('.')
      .reduce<unknown>((at, name) => (at as Readonly<Record<string, unknown>> | undefined)?.[name], contract)
    return procedure === undefined
  })

  expect(found).toEqual([])
})

async function setup() {
  const folder = mkdtempSync(join(tmpdir(), 'alcove-activity-'))
  const database = openDatabase(join(folder, 'alcove.sqlite'))
  await migrateDatabase(database, { backupFolder: join(folder, 'backups') })
  onTestFinished(() => {
    database.close()
    rmSync(folder, { recursive: true, force: true })
  })
  let now = 0
  const clock = () => now
  const report = (error: unknown) => {
    throw error
  }
  const activity = createActivityService({ store: createActivityStore(database, clock), clock, report })
  const client = createRouterClient(createActivityRouter(activity))
  return { note: activity.note, activity, client, sqlite: database.sqlite, at: (time: number) => void (now = time) }
}
