import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openConnection } from '#database/connection'
import { openDatabase } from '#database/database'
import { chooseDataFolder, layout, openDataFolder } from './data-folder.ts'
import { externalAddress } from './external-address.ts'
import { readHolder } from './lock.ts'
import { openLibrary } from './open-library.ts'
import { openStorage } from './open-storage.ts'
import { createReserve } from './reserve.ts'
import { takeLock } from './take-lock.ts'

test('a data folder is made private, and used again with all that Alcove and the system put into it', () => {
  const root = join(folder(), 'new', 'alcove')
  const first = openDataFolder(root)
  for (const name of ['alcove.sqlite', 'alcove.sqlite-wal', 'lock.json', '.DS_Store'])
    writeFileSync(join(root, name), '')

  const second = openDataFolder(root)

  expect([first.ok, second.ok, (statSync(root).mode & 0o777).toString(8), readdirSync(root).length]).toEqual([
    true,
    true,
    '700',
    9,
  ])
})

test('a drive root, the home folder, a file and a folder with other files are refused untouched', () => {
  const mine = folder()
  writeFileSync(join(mine, 'thesis.txt'), 'mine')
  mkdirSync(join(mine, 'photos'))
  const file = join(mine, 'thesis.txt')
  const link = join(folder(), 'link')
  symlinkSync('/', link)

  const reasons = ['/', homedir(), file, mine].map((path) => {
    const opened = openDataFolder(path)
    return opened.ok ? null : opened.failure.reason
  })

  expect({ reasons, link: openDataFolder(link).ok, left: readdirSync(mine) }).toEqual({
    reasons: ['drive-root', 'home', 'not-a-folder', 'foreign-files'],
    link: false,
    left: ['photos', 'thesis.txt'],
  })
})

test('the data folder is the one asked for, from where the person stands', () => {
  expect([chooseDataFolder('library', '/home/ada'), chooseDataFolder('/elsewhere', '/home/ada')]).toEqual([
    '/home/ada/library',
    '/elsewhere',
  ])
})

test('a lock is held by one at a time, and says whether the one before ended as it should', () => {
  const paths = layout(folder())

  const first = takeLock(paths)
  first?.announce({ pid: 1, url: 'http://127.0.0.1:1', token: 'x'.repeat(43) })
  const holder = readHolder(paths)
  const second = takeLock(paths)
  first?.release()
  const third = takeLock(paths)
  third?.release()
  writeFileSync(paths.lockFile, 'left behind')
  const fourth = takeLock(paths)
  fourth?.release()

  expect([first?.unclean, holder?.pid, second, third?.unclean, fourth?.unclean]).toEqual([false, 1, null, false, true])
})

test('a database that is damaged, newer or another program’s is left as it is and named', async () => {
  const newer = layout(folder())
  openDataFolder(newer.root)
  const opened = await openStorage(newer, { unclean: false })
  if (opened.ok) {
    opened.value.sqlite.exec('UPDATE __drizzle_migrations SET created_at = 9999999999999')
    opened.value.close()
  }
  const damaged = layout(folder())
  openDataFolder(damaged.root)
  const written = await openStorage(damaged, { unclean: false })
  if (written.ok) written.value.close()
  overwrite(damaged.database, 4_096)
  writeFileSync(join(damaged.backups, 'before-1.sqlite'), '')
  const before = readFileSync(damaged.database)

  const tooNew = await openStorage(newer, { unclean: false })
  const broken = await openStorage(damaged, { unclean: true })

  expect([tooNew, broken, readFileSync(damaged.database).equals(before)]).toMatchObject([
    { ok: false, failure: { code: 'DATABASE_TOO_NEW' } },
    { ok: false, failure: { code: 'DATABASE_DAMAGED', backup: join(damaged.backups, 'before-1.sqlite') } },
    true,
  ])
})

test('the reserve keeps bytes back on the disk and gives them up when asked', () => {
  const path = join(folder(), 'reserve')
  const reserve = createReserve(path)

  reserve.restore()
  const kept = statSync(path).blocks * 512
  reserve.release()

  expect([kept > 1_000_000, existsSync(path)]).toEqual([true, false])
})

test('only https and mailto addresses without secrets leave Alcove', () => {
  const allowed = ['https://ollama.com/download', 'mailto:ada@example.com']
  const refused = [
    'http://example.com',
    'https://user:secret@example.com',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'data:text/html,x',
    'vbscript:x',
    'smb://server/share',
    'ms-settings:privacy',
    'alcove://library',
    '//example.com',
    'https:',
    '',
  ]

  expect([allowed.map(externalAddress), refused.map(externalAddress)]).toEqual([allowed, refused.map(() => null)])
})

test('the library opens in one process, shuts down in order, and leaves a checkpointed file and no lock', async () => {
  const data = folder()
  const opened = await openLibrary({ data, from: '/' })
  if (!opened.ok || !opened.value.held) throw new Error('The library was not opened')
  const { client, close } = opened.value
  const joined = await openLibrary({ data, from: '/' })
  const held = joined.ok && joined.value.held
  const theirs = joined.ok ? await joined.value.client.system.version() : null
  if (joined.ok) await joined.value.close()

  const mine = await client.system.version()
  const shell = await client.system.openExternal({ url: 'file:///etc/passwd' })
  await Promise.all([close(), close()])
  const database = openDatabase(join(data, 'alcove.sqlite'))
  const tables = database.sqlite.prepare("SELECT count(*) FROM sqlite_master WHERE name = 'documents'").pluck().get()
  database.close()

  expect({
    held,
    same: JSON.stringify(theirs) === JSON.stringify(mine),
    shell,
    tables,
    left: existsSync(join(data, 'lock.json')),
  }).toEqual({
    held: false,
    same: true,
    shell: { opened: false },
    tables: 1,
    left: false,
  })
})

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'alcove-start-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

/** Fills a page of the file with noise. */
function overwrite(path: string, offset: number) {
  const bytes = readFileSync(path)
  bytes.fill(0x5a, offset, offset + 4_096)
  writeFileSync(path, bytes)
}

test('an empty library file is one that was being made when its process was killed, else it is damaged', async () => {
  const paths = [layout(folder()), layout(folder())]
  for (const { backups, database } of paths) {
    mkdirSync(backups)
    writeFileSync(database, '')
    writeFileSync(join(backups, 'before-1.sqlite'), '')
  }
  const [orderly, killed] = await Promise.all(
    paths.map(async (path, index) => {
      const storage = await openStorage(path, { unclean: index === 1 })
      if (storage.ok) storage.value.close()
      return storage.ok ? 'opened' : storage.failure
    }),
  )

  expect([orderly, killed]).toMatchObject([
    { code: 'DATABASE_DAMAGED', backup: expect.stringContaining('before-1.sqlite') },
    'opened',
  ])
})

test('damage inside the file is found once something goes wrong, and by the next start before anything else', async () => {
  const data = folder()
  const first = await openLibrary({ data, from: data })
  if (!first.ok || !first.value.held) throw new Error('The library could not be held')
  const sound = first.value.damage()
  await first.value.close()
  const paths = layout(data)
  const { sqlite, close } = openConnection(paths.database)
  sqlite.exec("INSERT INTO drafts (place, text, queued, updated_at) VALUES ('new', 'Words', '[]', 1)")
  close()
  damageTable(paths.database, 'drafts')
  rmSync(paths.lockFile)

  const second = await openLibrary({ data, from: data })
  if (!second.ok || !second.value.held) throw new Error('The library could not be held')
  const found = second.value.damage()
  await second.value.close()
  const third = await openLibrary({ data, from: data })

  expect({ sound, found, third }).toMatchObject({
    sound: null,
    found: { code: 'DATABASE_DAMAGED', path: paths.database },
    third: { ok: false, failure: { code: 'DATABASE_DAMAGED' } },
  })
})

test('damage that the start itself meets is named like any other', async () => {
  const data = folder()
  const first = await openLibrary({ data, from: data })
  if (first.ok && first.value.held) await first.value.close()
  damageTable(layout(data).database, 'settings')

  expect(await openLibrary({ data, from: data })).toMatchObject({
    ok: false,
    failure: { code: 'DATABASE_DAMAGED', path: layout(data).database },
  })
})

/** Fills the page where a table begins with noise. */
function damageTable(path: string, table: string) {
  const { sqlite, close } = openConnection(path)
  sqlite.pragma('wal_checkpoint(TRUNCATE)')
  const page = Number(sqlite.prepare('SELECT rootpage FROM sqlite_master WHERE name = ?').pluck().get(table))
  close()
  overwrite(path, (page - 1) * 4_096)
}
