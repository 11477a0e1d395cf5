import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '#database/database'
import { setupBackups } from './backup-setup.ts'

test('a backup is one archive that common tools read, verified, and without what is derived', async () => {
  const { backups, place, planTo } = await setupBackups()
  await planTo()

  const made = await backups.now()
  const listed = await backups.list()
  if (!made.ok) throw new Error(made.failure.message)
  const file = join(place, made.value.name)
  const names = execFileSync('python3', ['-m', 'zipfile', '-l', file], { encoding: 'utf8' })

  expect({ made: made.value, listed, left: readdirSync(place).toSorted() }).toMatchObject({
    made: { own: true, encrypted: false, state: 'verified', bytes: statSync(file).size, file },
    listed: { ok: true, value: [{ name: made.value.name, state: 'verified' }] },
    left: ['.alcove-backups', made.value.name],
  })
  expect(names.match(/alcove\.sqlite|settings\.json|manifest\.json|imports\/text-19\.md|index/g)).toEqual([
    'alcove.sqlite',
    'settings.json',
    'imports/text-19.md',
    'manifest.json',
  ])
})

test('an encrypted backup tells nothing without its passphrase, and everything with it', async () => {
  const { backups, place, planTo } = await setupBackups()
  const early = await backups.plan({ place: { kind: 'folder', path: place }, every: 'daily', encrypted: true })
  await backups.setSecret('passphrase', 'correct horse')
  await planTo({ encrypted: true })
  const made = await backups.now()
  if (!made.ok) throw new Error(made.failure.message)
  const { name } = made.value
  const bytes = readFileSync(join(place, name))
  const to = join(place, 'restored')

  const wrong = await backups.restore({ from: { name }, passphrase: 'wrong', to })
  const right = await backups.restore({ from: { file: join(place, name) }, passphrase: 'correct horse', to })
  await backups.setSecret('passphrase', null)
  const without = await backups.restore({ from: { name }, passphrase: null, to: `${to}-2` })

  expect([early, wrong, right, without].map((one) => (one.ok ? 'done' : one.failure.problem.reason))).toEqual([
    'passphrase-needed',
    'passphrase-wrong',
    'done',
    'passphrase-needed',
  ])
  expect([name.endsWith('.zip.aes'), bytes.includes('manifest'), bytes.includes('Words of text')]).toEqual([
    true,
    false,
    false,
  ])
})

test('a library restored into a new folder is the same, and finds its copies of texts there', async () => {
  const { backups, folder, planTo } = await setupBackups()
  await planTo()
  const made = await backups.now()
  if (!made.ok) throw new Error(made.failure.message)
  const to = `${folder.root}-restored`
  onTestFinished(() => rmSync(to, { recursive: true, force: true }))

  const restored = await backups.restore({ from: { name: made.value.name }, passphrase: null, to })
  const again = await backups.restore({ from: { name: made.value.name }, passphrase: null, to })

  expect(restored).toMatchObject({ ok: true, value: { folder: to, waits: false, madeAt: made.value.madeAt } })
  expect(again).toMatchObject({ ok: false, failure: { problem: { reason: 'folder-not-empty' } } })
  expect({
    rows: rowsIn(join(to, 'alcove.sqlite')),
    text: readFileSync(join(to, 'imports', 'text-3.md'), 'utf8'),
  }).toEqual({
    rows: { documents: 20, passages: 20, found: 1, path: join(to, 'imports', 'text-3.md'), integrity: 'ok' },
    text: '# Text 3\n\nWords of text 3.\n',
  })
})

test('a byte flipped anywhere in a backup is found, and the backup shown as damaged', async () => {
  const { backups, place, planTo } = await setupBackups()
  await planTo()
  const made = await backups.now()
  if (!made.ok) throw new Error(made.failure.message)
  const { name } = made.value
  const states: unknown[] = []
  for (const at of [0, 0.001, 0.3, 0.7, 0.999]) {
    flip(join(place, name), at)
    const checked = await backups.check(name)
    const listed = await backups.list()
    states.push([checked.ok || checked.failure.problem.where, listed.ok && listed.value[0]?.state])
    flip(join(place, name), at)
  }

  expect(states).toEqual(Array(5).fill([name, 'damaged']))
  expect(await backups.check(name)).toMatchObject({ ok: true, value: { state: 'verified' } })
})

test('what lies in the way of a backup is named, and the next run tries again', async () => {
  const { backups, place, planTo, folder } = await setupBackups()
  const off = await backups.now()
  const inside = await backups.plan({
    place: { kind: 'folder', path: folder.backups },
    every: 'daily',
    encrypted: false,
  })
  await planTo()
  renameSync(place, `${place}-away`)
  const away = await backups.now()
  renameSync(`${place}-away`, place)
  // The empty folder in which a drive appears when it is connected.
  renameSync(join(place, '.alcove-backups'), join(place, 'hidden'))
  const unmarked = await backups.now()
  renameSync(join(place, 'hidden'), join(place, '.alcove-backups'))
  const { lastBackup } = await backups.state()
  const back = await backups.now()

  expect([off, inside, away, unmarked, back].map((one) => (one.ok ? 'done' : one.failure.problem.reason))).toEqual([
    'off',
    'inside-data-folder',
    'place-missing',
    'place-missing',
    'done',
  ])
  expect(lastBackup?.problem?.reason).toBe('place-missing')
})

test('a second run is refused while one is at work, and what it does is told', async () => {
  const { backups, planTo } = await setupBackups({ documents: 200 })
  await planTo()

  const first = backups.now()
  const second = await backups.now()
  const { working } = await backups.state()

  expect([second.ok ? 'done' : second.failure.problem.reason, working?.what, (await first).ok]).toEqual([
    'running',
    'backup',
    true,
  ])
})

test('a drill restores the newest backup, counts, leaves nothing behind, and says when it could not', async () => {
  const { backups, place, planTo, folder } = await setupBackups()
  await planTo()
  const none = await backups.drill()
  await backups.now()
  const good = await backups.drill()
  const [name = ''] = readdirSync(place).filter((one) => one.endsWith('.zip'))
  flip(join(place, name), 0.5)
  const bad = await backups.drill()
  const { lastDrill } = await backups.state()

  expect({ none, good, bad, lastDrill, left: existsSync(join(folder.backups, 'unfinished')) }).toMatchObject({
    none: { ok: false, failure: { problem: { reason: 'no-such-backup' } } },
    good: { ok: true, value: { name, documents: 20, conversations: 1, problem: null } },
    bad: { ok: false, failure: { problem: { reason: 'damaged', where: name } } },
    lastDrill: { name, problem: { reason: 'damaged' } },
    left: false,
  })
})

test('backups are made when they are due, by any clock, and a drill follows once a week', async () => {
  const hour = 3_600_000
  let now = Date.UTC(2027, 0, 1)
  const setup = await setupBackups({ clock: () => now })
  const { backups, place, planTo } = setup
  await backups.tick()
  await planTo({ every: 'hourly' })
  const counts: number[] = []
  const after = async (hours: number) => {
    now += hours * hour
    await backups.tick()
    counts.push(kept(place))
  }

  await after(0)
  await after(0.5)
  await after(0.5)
  // The machine slept for a day: one is made up for, not twenty-four.
  await after(24)
  await after(0.1)
  // A clock that was a year ahead is put right.
  await after(-24 * 365)
  const { lastDrill, nextAt } = await backups.state()

  expect({ counts, drilled: lastDrill?.problem, nextAt }).toEqual({
    counts: [1, 1, 2, 3, 3, 4],
    drilled: null,
    nextAt: now + hour,
  })
})

test('a run that fails is tried again after a quarter of an hour', async () => {
  let now = Date.UTC(2027, 0, 1)
  const { backups, place, planTo } = await setupBackups({ clock: () => now })
  await planTo()
  rmSync(join(place, '.alcove-backups'))
  await backups.tick()
  writeFileSync(join(place, '.alcove-backups'), '')
  now += 14 * 60_000
  await backups.tick()
  const early = kept(place)
  now += 60_000
  await backups.tick()

  expect([early, kept(place)]).toEqual([0, 1])
})

test('a place that damages what it is given does not fill up, and a look that fails takes no verified state away', async () => {
  let now = Date.UTC(2027, 0, 1)
  const setup = await setupBackups({ clock: () => now, damaging: () => isDamaging })
  let isDamaging = false
  const { backups, place, planTo } = setup
  await planTo()
  await backups.now()
  isDamaging = true
  const reasons: string[] = []
  for (let run = 0; run < 3; run += 1) {
    now += 20 * 60_000
    const made = await backups.now()
    reasons.push(made.ok ? 'done' : made.failure.problem.reason)
  }
  const listed = await backups.list()

  expect({ reasons, states: listed.ok && listed.value.map(({ state }) => state), kept: kept(place) }).toEqual({
    reasons: ['damaged', 'damaged', 'damaged'],
    states: ['damaged', 'verified'],
    kept: 2,
  })
})

test('a backup process that dies breaks its run off, and the next run is made by another', async () => {
  const { backups, worker, place, planTo } = await setupBackups({ documents: 400 })
  await planTo()
  const making = backups.now().catch((error: unknown) => error)
  for await (const { working } of backups.changes()) {
    const pid = worker.pid()
    if (working?.step !== 'copying' || pid === null) continue
    process.kill(pid, 'SIGKILL')
    break
  }

  const broken = await making
  const { lastBackup } = await backups.state()
  const again = await backups.now()

  expect({ broken, lastBackup, again, left: readdirSync(place).length }).toMatchObject({
    broken: { name: 'WorkerDied' },
    lastBackup: { problem: { reason: 'broke-off' } },
    again: { ok: true },
    left: 2,
  })
})

test('an end of Alcove while a backup is made is no failure, and leaves nothing that has the name of one', async () => {
  const { backups, place, planTo, close, unexpected, folder } = await setupBackups({ documents: 400 })
  await planTo()
  const making = backups.now()
  for await (const { working } of backups.changes()) if (working?.step === 'copying') break
  await close()

  const ended = await making
  const memory = existsSync(join(folder.backups, 'state.json'))
  expect({ ended, unexpected, memory, left: kept(place) }).toMatchObject({
    ended: { ok: false, failure: { problem: { reason: 'broke-off' } } },
    unexpected: [],
    memory: false,
    left: 0,
  })
})

test('a backup of a newer Alcove, and what is no backup at all, is refused before anything is changed', async () => {
  const { backups, database, folder, worker, place } = await setupBackups()
  const { sqlite } = database
  sqlite.exec('UPDATE __drizzle_migrations SET created_at = created_at + 9e12')
  const newer = join(place, 'newer.zip')
  const made = await worker.client.pack({
    databasePath: folder.database,
    importsFolder: folder.imports,
    scratch: join(place, 'scratch'),
    target: newer,
    passphrase: null,
    madeAt: new Date().toISOString(),
    alcove: '9.9.9',
  })
  for await (const _ of made);
  const other = join(place, 'other.zip')
  execFileSync('python3', ['-c', `import zipfile; zipfile.ZipFile('${other}', 'w').writestr('../thesis.txt', 'mine')`])
  const reasons: string[] = []
  for (const file of [newer, other, join(place, 'missing.zip'), folder.database]) {
    const restored = await backups.restore({ from: { file }, passphrase: null, to: null })
    reasons.push(restored.ok ? 'done' : restored.failure.problem.reason)
  }

  expect({ reasons, waits: (await backups.state()).restoreWaits, left: readdirSync(place).toSorted() }).toEqual({
    reasons: ['too-new', 'damaged', 'no-such-backup', 'damaged'],
    waits: false,
    left: ['newer.zip', 'other.zip'],
  })
})

test('what is in the folder of another library, or is no backup, is neither counted nor thinned out', async () => {
  let now = Date.UTC(2027, 0, 1)
  const { backups, place, planTo } = await setupBackups({ clock: () => now })
  await planTo({ every: 'hourly' })
  writeFileSync(join(place, 'alcove-aaaaaaaa-20200101T000000Z.zip'), 'another library')
  writeFileSync(join(place, 'thesis.zip'), 'mine')
  for (let run = 0; run < 3; run += 1) {
    await backups.now()
    now += 60_000
  }

  const listed = await backups.list()

  expect(listed.ok && listed.value.map(({ own, state }) => [own, state])).toEqual([
    [true, 'verified'],
    [false, 'unchecked'],
  ])
  expect(existsSync(join(place, 'thesis.zip'))).toBe(true)
})

function kept(place: string): number {
  return readdirSync(place).filter((name) => /^alcove-.*\.zip$/.test(name)).length
}

function flip(file: string, at: number) {
  const bytes = readFileSync(file)
  const position = Math.min(bytes.length - 1, Math.floor(bytes.length * at))
  bytes[position] = (bytes[position] ?? 0) ^ 0x10
  writeFileSync(file, bytes)
}

function rowsIn(path: string) {
  const { sqlite, close } = openDatabase(path, { readonly: true })
  const one = (sql: string) => sqlite.prepare(sql).pluck().get()
  const rows = {
    documents: one('SELECT count(*) FROM documents'),
    passages: one('SELECT count(*) FROM passages'),
    found: one(`SELECT count(*) FROM passage_words WHERE passage_words MATCH '"text 3"'`),
    path: one("SELECT path FROM documents WHERE id = 'd3'"),
    integrity: sqlite.pragma('integrity_check', { simple: true }),
  }
  close()
  return rows
}
