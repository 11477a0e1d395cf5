import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { openConnection } from '#database/connection'
import { migrateDatabase, openDatabase } from '#database/database'
import { layout } from '../../main/app/data-folder.ts'
import { fillLibrary } from '../integration/backup-setup.ts'
import { exportOf, partsOf } from '../integration/your-data-files.ts'
import { randomFor, report, times } from './fault-run.ts'
import { runAlcove } from './run-alcove.ts'

const kills = times({ short: 3, full: 40 })
const mostRuns = kills * 4
const documents = 400
const timeout = 3_600_000

test('an export that is killed leaves no file of its name, and the next one is whole', { timeout }, async () => {
  const { root, folder } = await library()
  const place = join(root, 'place')
  mkdirSync(place)
  const file = join(place, 'all.zip')
  let named = 0

  const killed = await killAgainAndAgain(['export', file, '--json', '--data', folder.root], 'export', async () => {
    if (!readdirSync(place).includes('all.zip')) return
    named += 1
    await partsOf(file)
    rmSync(file)
  })
  const last = await runAlcove(['export', file, '--json', '--data', folder.root])

  report('Your data: killed during export', { kills: killed, 'whole files': named })
  expect([last.code, readdirSync(place)]).toEqual([0, ['all.zip']])
})

test('an import that is killed goes on at the next start, and ends with all of it', { timeout }, async () => {
  const { root, folder } = await library()
  const file = await exportOf(folder, 'all.zip')
  const into = layout(join(root, 'into'))
  const outcomes: string[] = []

  const killed = await killAgainAndAgain(['import', file, '--json', '--data', into.root], 'import', async () => {
    const again = await runAlcove(['import', file, '--json', '--data', into.root])
    const { sqlite, close } = openConnection(into.database)
    const rows = ['documents', 'passages', 'sources', 'conversations'].map((table) =>
      Number(sqlite.prepare(`SELECT count(*) FROM ${table}`).pluck().get()),
    )
    const integrity = String(sqlite.pragma('integrity_check', { simple: true }))
    close()
    outcomes.push(JSON.stringify([again.code, rows, integrity, readdirSync(into.imports).length]))
    rmSync(into.root, { recursive: true, force: true, maxRetries: 5 })
  })

  const whole = JSON.stringify([0, [documents, documents, documents, 1], 'ok', documents])
  report('Your data: killed during import', {
    kills: killed,
    'not whole after the next': outcomes.filter((one) => one !== whole).length,
  })
  expect([...new Set(outcomes)]).toEqual([whole])
})

test('a deletion that is killed is finished by the next start, and no byte of what was there is left', {
  timeout,
}, async () => {
  const { root, folder } = await library()
  const data = join(root, 'data')
  const outcomes: string[] = []
  const fresh = () => {
    rmSync(data, { recursive: true, force: true, maxRetries: 5 })
    cpSync(folder.root, data, { recursive: true })
  }
  fresh()

  const killed = await killAgainAndAgain(['erase', '--yes', '--json', '--data', data], 'erase', async () => {
    const begun = readdirSync(data).includes('erasing.json')
    const isThere = filesWith(data, 'Words of text').length > 0
    await runAlcove(['status', '--json', '--data', data])
    const left = filesWith(data, 'Words of text').length
    // Before it was announced nothing may be missing; after that nothing may stay.
    outcomes.push(begun || !isThere ? (left === 0 ? 'deleted' : `${left} files left`) : left > 0 ? 'not begun' : 'lost')
    fresh()
  })

  report('Your data: killed during deletion', {
    kills: killed,
    deleted: outcomes.filter((one) => one === 'deleted').length,
  })
  expect(outcomes.filter((outcome) => outcome !== 'deleted' && outcome !== 'not begun')).toEqual([])
})

/** Runs the command until it was killed often enough, at any moment of it, and has each run looked at. */
async function killAgainAndAgain(command: readonly string[], what: string, look: () => Promise<void>) {
  const random = randomFor(`kill during ${what}`)
  const first = await runAlcove(command)
  await look()
  let killed = 0
  for (let run = 0; run < mostRuns && killed < kills; run += 1) {
    const { signal } = await runAlcove(command, { killAfter: first.milliseconds * (0.3 + random() * 0.7) })
    if (signal === 'SIGKILL') killed += 1
    // The process that works sees that main is gone, and ends.
    await sleep(100)
    await look()
  }
  return killed
}

async function library() {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'alcove-faults-')))
  onTestFinished(() => rmSync(root, { recursive: true, force: true, maxRetries: 5 }))
  const folder = layout(join(root, 'library'))
  const database = openDatabase(folder.database)
  await migrateDatabase(database, { backupFolder: folder.backups })
  fillLibrary(database.sqlite, folder.imports, documents)
  database.sqlite.exec("INSERT INTO document_texts SELECT document_id, text || '          ' FROM passages")
  database.close()
  return { root, folder }
}

function filesWith(folder: string, word: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => statSync(join(folder, name)).isFile() && readFileSync(join(folder, name)).includes(word),
  )
}
