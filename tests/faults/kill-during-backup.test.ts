import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { openConnection } from '#database/connection'
import { migrateDatabase, openDatabase } from '#database/database'
import { layout } from '../../main/app/data-folder.ts'
import { readName } from '../../main/backup/names.ts'
import { backupWorkerEntry, startBackupWorker } from '../../main/backup/open-backups.ts'
import { restoreTo } from '../../main/backup/restoring.ts'
import { fillLibrary } from '../integration/backup-setup.ts'
import { p95, randomFor, report, times } from './fault-run.ts'
import { runAlcove } from './run-alcove.ts'

const kills = times({ short: 4, full: 50 })
const documents = 300
/** A run may be done before its kill comes; then there is another one. */
const mostRuns = kills * 4
const timeout = 3_600_000

test('no backup whose making was killed passes for one, and the next run takes its rest away', {
  timeout,
}, async () => {
  const { root, folder } = await library()
  const place = join(root, 'place')
  mkdirSync(place)
  const making = ['backup', '--to', place, '--json', '--data', folder.root]
  const random = randomFor('kill during backup')
  const looked = new Map<string, boolean>()
  let halves = 0

  const { killed, typical } = await killAgainAndAgain(making, random, async () => {
    for (const name of readdirSync(place)) {
      if (readName(name) && !looked.has(name)) looked.set(name, await isWhole(join(place, name), root))
      if (name.endsWith('.unfinished')) halves += 1
    }
  })
  const last = await runAlcove(making)

  const broken = [...looked.values()].filter((whole) => !whole).length
  const left = readdirSync(place).filter((name) => !readName(name))
  report('R3 killed during backup', {
    kills: killed,
    'half files seen': halves,
    backups: looked.size,
    invalid: broken,
    typical,
  })
  expect({ code: last.code, broken, left, state: stateOf(folder.database) }).toEqual({
    code: 0,
    broken: 0,
    left: [],
    state: { ...whole, title: 'A question' },
  })
})

test('a restore in place that is killed ends with the old state or the new one, whole, and never with less', {
  timeout,
}, async () => {
  const { root, folder } = await library()
  const place = join(root, 'place')
  mkdirSync(place)
  await runAlcove(['backup', '--to', place, '--json', '--data', folder.root])
  const [name = ''] = readdirSync(place)
  retitle(folder.database, 'Changed since')
  const restoring = ['restore', join(place, name), '--in-place', '--json', '--data', folder.root]
  const random = randomFor('kill during restore')
  const outcomes: string[] = []
  const starts: number[] = []

  const { killed, typical } = await killAgainAndAgain(restoring, random, async () => {
    const started = await runAlcove(['status', '--json', '--data', folder.root])
    starts.push(started.milliseconds)
    const { title, ...state } = stateOf(folder.database)
    const isOld = title === 'Changed since'
    const kept = isOld || keptTitles(folder.root).includes('Changed since')
    const isSame = JSON.stringify(state) === JSON.stringify(whole) && readdirSync(folder.imports).length === documents
    outcomes.push(
      started.code === 0 && isSame && kept ? (isOld ? 'old' : 'new') : `${started.errors} ${JSON.stringify(state)}`,
    )
    rmSync(join(folder.root, 'before-restore'), { recursive: true, force: true })
    retitle(folder.database, 'Changed since')
  })

  const strange = outcomes.filter((outcome) => outcome !== 'old' && outcome !== 'new')
  const count = (wanted: string) => outcomes.filter((outcome) => outcome === wanted).length
  report('R3 killed during restore in place', {
    kills: killed,
    'old state': count('old'),
    'new state': count('new'),
    'neither of them': strange.length,
    'next start p95 ms': p95(starts),
    typical,
  })
  expect(strange).toEqual([])
})

test('a library that was killed while it was brought to the newest schema is of the old one or of the new one', {
  timeout,
}, async () => {
  const root = temporary()
  const migrations = fileURLToPath(new URL('../../database/migrations', import.meta.url))
  const { entries } = JSON.parse(readFileSync(join(migrations, 'meta', '_journal.json'), 'utf8'))
  const old = layout(join(root, 'old'))
  mkdirSync(old.root)
  const { sqlite, close } = openConnection(old.database)
  sqlite.exec('CREATE TABLE __drizzle_migrations (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric)')
  sqlite.exec(
    readFileSync(join(migrations, `${entries[0].tag}.sql`), 'utf8').replaceAll('--> statement-breakpoint', ''),
  )
  sqlite.prepare("INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('first', ?)").run(entries[0].when)
  sqlite.exec("INSERT INTO documents VALUES ('d', 's', '/d', 'D', 'md', NULL, 1, 'x', 1, NULL, 1, NULL, 1, 1, NULL)")
  sqlite.exec(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
    INSERT INTO passages (id, document_id, position, start_line, end_line, start_offset, end_offset, text, context_words, text_hash)
    SELECT 'p' || i, 'd', i, 1, 1, 0, 9, 'Words of passage ' || i, '', 'h' || i FROM n`,
  )
  close()
  const random = randomFor('kill during migration')
  const outcomes: string[] = []
  const folder = layout(join(root, 'library'))
  const fresh = () => {
    rmSync(folder.root, { recursive: true, force: true, maxRetries: 5 })
    cpSync(old.root, folder.root, { recursive: true })
  }
  fresh()

  const { killed, typical } = await killAgainAndAgain(['status', '--json', '--data', folder.root], random, async () => {
    const { sqlite, close } = openConnection(folder.database)
    const applied = Number(sqlite.prepare('SELECT count(*) FROM __drizzle_migrations').pluck().get())
    const integrity = String(sqlite.pragma('integrity_check', { simple: true }))
    close()
    const isWholly = applied === 1 ? 'old' : applied === entries.length ? 'new' : `${applied} migrations`
    outcomes.push(integrity === 'ok' ? isWholly : integrity)
    fresh()
  })

  const strange = outcomes.filter((outcome) => outcome !== 'old' && outcome !== 'new')
  report('R3 killed during migration', {
    kills: killed,
    'old schema': outcomes.filter((outcome) => outcome === 'old').length,
    'new schema': outcomes.filter((outcome) => outcome === 'new').length,
    'half migrated': strange.length,
    typical,
  })
  expect(strange).toEqual([])
})

/** Runs the command until it was killed often enough, at any moment of it, and has each killed run looked at. */
async function killAgainAndAgain(command: readonly string[], random: () => number, look: () => Promise<void>) {
  const first = await runAlcove(command)
  await look()
  let typical = first.milliseconds
  let killed = 0
  for (let run = 0; run < mostRuns && killed < kills; run += 1) {
    const { signal, milliseconds } = await runAlcove(command, { killAfter: typical * (0.3 + random() * 0.7) })
    if (signal === 'SIGKILL') killed += 1
    else typical = (typical + milliseconds) / 2
    // The process that makes backups sees that main is gone, and ends.
    await sleep(100)
    await look()
  }
  return { killed, typical: Math.round(typical) }
}

const whole = { documents, passages: documents, integrity: 'ok' }

function stateOf(path: string) {
  const { sqlite, close } = openConnection(path)
  const one = (sql: string) => sqlite.prepare(sql).pluck().get()
  const state = {
    documents: one('SELECT count(*) FROM documents'),
    passages: one('SELECT count(*) FROM passages'),
    integrity: String(sqlite.pragma('integrity_check', { simple: true })),
    title: one("SELECT title FROM conversations WHERE id = 'c1'"),
  }
  close()
  return state
}

function retitle(path: string, title: string) {
  const { sqlite, close } = openConnection(path)
  sqlite.prepare("UPDATE conversations SET title = ? WHERE id = 'c1'").run(title)
  close()
}

function keptTitles(root: string): unknown[] {
  const before = join(root, 'before-restore')
  if (!existsSync(before)) return []
  return readdirSync(before).map((aside) => stateOf(join(before, aside, 'alcove.sqlite')).title)
}

/** Whether a file that has the name of a backup is one: all of it is compared with its manifest. */
async function isWhole(file: string, root: string): Promise<boolean> {
  const worker = startBackupWorker({ entry: backupWorkerEntry })
  const into = join(root, 'looked-at')
  try {
    const how = { file, sha256: null, passphrase: null, tell: () => {} }
    await restoreTo(into, { worker: worker.client, ...how })
    return true
  } catch {
    return false
  } finally {
    await worker.close()
    rmSync(into, { recursive: true, force: true })
  }
}

async function library() {
  const root = temporary()
  const folder = layout(join(root, 'library'))
  const database = openDatabase(folder.database)
  await migrateDatabase(database, { backupFolder: folder.backups })
  fillLibrary(database.sqlite, folder.imports, documents)
  database.close()
  return { root, folder }
}

function temporary(): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'alcove-faults-')))
  onTestFinished(() => rmSync(root, { recursive: true, force: true, maxRetries: 5 }))
  return root
}
