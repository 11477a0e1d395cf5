import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { openConnection } from '#database/connection'
import { migrateDatabase, openDatabase } from '#database/database'
import { keyBy } from '#database/key-slots'
import type { LibraryKey } from '#database/library-key'
import { openIfSealed } from '#database/sealed-file'
import { type DataFolder, layout } from '../../main/app/data-folder.ts'
import { readKeyFile } from '../../main/encryption/key-file.ts'
import { fillLibrary } from '../integration/backup-setup.ts'
import { oneOf, p95, randomFor, report, tally, times } from './fault-run.ts'
import { runAlcove } from './run-alcove.ts'

const kills = times({ short: 6, full: 100 })
const documents = 300
/** A run may be done before its kill comes; then there is another one. */
const mostRuns = kills * 4
const secret = 'seven quiet herons'

test('a library that is killed while it is encrypted or decrypted is whole, in one of the two states, and opens', {
  timeout: 3_600_000,
}, async () => {
  const folder = await library()
  const environment = { ALCOVE_PASSPHRASE: secret }
  const random = randomFor('kill during encryption')
  const before = await contentsOf(folder)
  const outcomes: string[] = []
  const starts: number[] = []
  const typical = { encrypt: 0, decrypt: 0 }
  for (const kind of ['encrypt', 'decrypt'] as const) {
    const { code, milliseconds } = await runAlcove([kind, '--json', '--data', folder.root], { environment })
    typical[kind] = milliseconds
    expect([code, (await contentsOf(folder)).state]).toEqual([0, kind === 'encrypt' ? 'encrypted' : 'plain'])
  }
  let killed = 0

  for (let run = 0; run < mostRuns && killed < kills; run += 1) {
    const kind = readKeyFile(folder) ? 'decrypt' : 'encrypt'
    // At any moment of a run, or around the ones at which the old state and the new one change places.
    const sign = oneOf(random, [null, 'alcove.sqlite', 'ready.json', 'ready.json'])
    const kill = sign
      ? { killWhen: () => existsSync(join(folder.converting, sign)), killAfter: random() * 12 }
      : { killAfter: typical[kind] * (0.5 + random() * 0.6) }
    const { signal } = await runAlcove([kind, '--json', '--data', folder.root], { ...kill, environment })
    // The process that converts sees that main is gone, and ends.
    await sleep(100)
    const started = await runAlcove(['status', '--json', '--data', folder.root], { environment })
    starts.push(started.milliseconds)
    const { state, ...contents } = await contentsOf(folder)
    const { state: _, ...wanted } = before
    const isWhole = started.code === 0 && JSON.stringify(contents) === JSON.stringify(wanted)
    if (signal !== 'SIGKILL') continue
    killed += 1
    outcomes.push(isWhole ? `${kind}, then ${state}` : `${kind}: ${started.errors} ${JSON.stringify(contents)}`)
  }

  const known = ['encrypt, then plain', 'encrypt, then encrypted', 'decrypt, then plain', 'decrypt, then encrypted']
  const strange = outcomes.filter((outcome) => !known.includes(outcome))
  report('R3 killed during encryption', {
    kills: killed,
    ...tally(outcomes.filter((outcome) => known.includes(outcome))),
    'neither of them': strange.length,
    'next start p95 ms': p95(starts),
  })
  expect({ killed, strange }).toEqual({ killed: kills, strange: [] })
})

/** What a library holds, whichever of the two states it is in; in the encrypted one nothing of it is to be read in the clear. */
async function contentsOf(folder: DataFolder) {
  const keyFile = readKeyFile(folder)
  const key = keyFile && (await keyBy(keyFile, secret))
  const { sqlite, close } = openConnection(folder.database, { key })
  const one = (sql: string) => sqlite.prepare(sql).pluck().get()
  const contents = {
    state: key ? 'encrypted' : 'plain',
    documents: one('SELECT count(*) FROM documents'),
    passages: one("SELECT group_concat(text, '') FROM passages"),
    integrity: String(sqlite.pragma('integrity_check', { simple: true })),
    left: readdirSync(folder.root).filter((name) => name === 'converting'),
    imports: await importsIn(folder, key),
    leaks: key ? leaksIn(folder) : [],
  }
  close()
  return contents
}

async function importsIn({ imports: folder }: DataFolder, key: LibraryKey | null): Promise<readonly string[]> {
  const texts = []
  for (const name of readdirSync(folder).toSorted()) {
    const path = join(folder, name)
    const file = await openIfSealed(await open(path), path, key && { key, folder })
    texts.push(await file.readFile('utf8'))
    await file.close()
  }
  return texts
}

function leaksIn({ root }: DataFolder): readonly string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes('Words of text'))
}

async function library(): Promise<DataFolder> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'alcove-faults-')))
  onTestFinished(() => rmSync(root, { recursive: true, force: true, maxRetries: 5 }))
  const folder = layout(join(root, 'library'))
  const database = openDatabase(folder.database)
  await migrateDatabase(database, { backupFolder: folder.backups })
  fillLibrary(database.sqlite, folder.imports, documents)
  database.close()
  return folder
}
