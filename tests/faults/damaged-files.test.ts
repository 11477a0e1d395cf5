import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { openConnection } from '#database/connection'
import { openDatabase } from '#database/database'
import { findFaults } from '#database/faults'
import { changeKey, newLibraryKey } from '#database/library-key'
import { salvage } from '../../workers/backup/salvage.store.ts'
import { contentOf, writeLibrary } from './damaged-library.ts'
import { between, randomFor, report, tally, times } from './fault-run.ts'
import { makeFolders } from './library-core.ts'

vi.setConfig({ testTimeout: 3_600_000 })

type Open = typeof openConnection

test.for([
  { mode: 'in the clear', key: null },
  { mode: 'encrypted', key: newLibraryKey() },
])(
  'a library that was cut off is never taken for a whole one, and what is left of it is saved ($mode)',
  async ({ mode, key }) => {
    const { folder } = makeFolders()
    const open: Open = (path, how = {}) => openConnection(path, { ...how, key })
    const sound = join(folder, 'sound.sqlite')
    await writeLibrary(sound, { documents: 60 })
    if (key) encrypt(sound, key)
    const bytes = readFileSync(sound)
    const random = randomFor(`cut off ${mode}`)
    const ends: string[] = []
    const silent: string[] = []
    for (let run = 0; run < times({ short: 10, full: 200 }); run += 1) {
      const place = join(folder, `cut-${run}`)
      mkdirSync(place)
      const path = join(place, 'alcove.sqlite')
      copyFileSync(sound, path)
      const length = run === 0 ? 0 : between(random, 1, bytes.length - 1)
      truncateSync(path, length)
      const isFound = length === 0 ? bytes.length > 0 : isFaulty(path, open)
      ends.push(isFound ? 'found' : 'unnoticed')
      if (length > 0) {
        const lost = await lostWithoutAWord({ path, place, open, before: contentOf(sound, open) })
        if (lost) silent.push(lost)
      }
      rmSync(place, { recursive: true, force: true })
    }

    report(`R7 cut off, ${mode}`, { runs: ends.length, ...tally(ends), 'lost without a word': silent.length })
    expect([ends.filter((end) => end !== 'found'), silent]).toEqual([[], []])
  },
)

test('logs that are empty, foreign, cut off or garbage, and a missing shared memory, harm nothing that was written back', async () => {
  const { folder } = makeFolders()
  const random = randomFor('logs')
  const [own, other] = [join(folder, 'own'), join(folder, 'other')]
  for (const [place, theme] of [
    [own, 'own'],
    [other, 'other'],
  ] as const) {
    mkdirSync(place)
    await writeLibrary(join(place, 'alcove.sqlite'), { documents: theme === 'own' ? 60 : 90 })
    const database = openDatabase(join(place, 'alcove.sqlite'))
    database.sqlite.prepare("UPDATE settings SET value = ? WHERE key = 'theme'").run(theme)
    database.sqlite.exec("UPDATE conversations SET title = title || ' more'")
    // As a kill leaves it: the log holds what was written last.
    for (const name of ['alcove.sqlite', 'alcove.sqlite-wal', 'alcove.sqlite-shm']) {
      copyFileSync(join(place, name), join(place, `left-${name}`))
    }
    database.close()
  }
  const sizes = {
    own: readFileSync(join(own, 'left-alcove.sqlite-wal')),
    other: readFileSync(join(other, 'left-alcove.sqlite-wal')),
  }
  const ways: Record<string, () => Buffer | null> = {
    'as it was left': () => sizes.own,
    empty: () => Buffer.alloc(0),
    gone: () => null,
    foreign: () => sizes.other,
    'cut off': () => sizes.own.subarray(0, between(random, 1, sizes.own.length - 1)),
    garbage: () => Buffer.from(Array.from({ length: 8_192 }, () => Math.floor(random() * 256))),
    'one bit turned': () => {
      const bytes = Buffer.from(sizes.own)
      const at = between(random, 0, bytes.length - 1)
      bytes[at] = (bytes[at] ?? 0) ^ 1
      return bytes
    },
  }
  const ends: string[] = []
  const wrong: string[] = []
  const rounds = times({ short: 2, full: 30 })
  for (const [way, log] of Object.entries(ways)) {
    for (let round = 0; round < rounds; round += 1) {
      const place = join(folder, 'try')
      mkdirSync(place)
      const path = join(place, 'alcove.sqlite')
      copyFileSync(join(own, 'left-alcove.sqlite'), path)
      const bytes = log()
      if (bytes) writeFileSync(`${path}-wal`, bytes)
      // Half of them with the shared memory of before, half without.
      if (round % 2 === 0) copyFileSync(join(own, 'left-alcove.sqlite-shm'), `${path}-shm`)
      const isFound = isFaulty(path, openConnection)
      const titles = isFound ? 'found' : titlesOf(path)
      ends.push(`${way}: ${titles}`)
      // Nothing is half there: the last state, the one before it, or found out.
      if (titles === 'mixed' || (way === 'as it was left' && titles !== 'last')) wrong.push(`${way}: ${titles}`)
      rmSync(place, { recursive: true, force: true })
    }
  }

  report('R7 logs', { runs: ends.length, ...tally(ends) })
  expect(wrong).toEqual([])
})

function titlesOf(path: string): 'last' | 'before' | 'mixed' {
  const { sqlite, close } = openConnection(path)
  const titles = sqlite.prepare<[], string>('SELECT title FROM conversations').pluck().all()
  close()
  const more = titles.filter((title) => title.endsWith(' more')).length
  if (titles.length !== 15) return 'mixed'
  return more === titles.length ? 'last' : more === 0 ? 'before' : 'mixed'
}

function isFaulty(path: string, open: Open): boolean {
  try {
    const connection = open(path)
    try {
      const { derived, original } = findFaults(connection, 'whole')
      return derived.length + original.length > 0
    } finally {
      connection.close()
    }
  } catch {
    return true
  }
}

interface Salvaging {
  readonly path: string
  readonly place: string
  readonly open: Open
  readonly before: ReturnType<typeof contentOf>
}

/** What a salvage left out and did not say; null where it said all of it, or that nothing can be read. */
async function lostWithoutAWord({ path, place, open, before }: Salvaging): Promise<string | null> {
  const into = join(place, 'salvaged')
  for await (const event of salvage({ databasePath: path, into, scratch: join(place, 'scratch') }, open)) {
    if (event.type === 'hopeless') return null
    if (event.type !== 'done') continue
    const after = contentOf(join(into, 'alcove.sqlite'), open)
    for (const [table, was] of before) {
      const missing = [...was.keys()].filter((rowid) => !after.get(table)?.has(rowid)).length
      const told = event.report.tables.find((one) => one.table === table)
      const isAll = event.report.tables.some(({ atLeast }) => atLeast)
      if (missing > (told?.lost ?? 0) && !told?.atLeast && !isAll) return `${missing} of ${table}`
    }
    return null
  }
  return existsSync(into) ? null : 'the salvage ended without a word'
}

function encrypt(path: string, key: ReturnType<typeof newLibraryKey>): void {
  const { sqlite, close } = openConnection(path)
  sqlite.pragma('journal_mode = DELETE')
  changeKey(sqlite, key)
  close()
}
