import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { migrateDatabase, openDatabase } from '#database/database'
import { between, p95, randomFor, report, times } from './fault-run.ts'
import { makeFolders } from './library-core.ts'
import { snapshotOf } from './library-snapshot.ts'
import { createLedger, type Written } from './user-writes.ts'

const entry = fileURLToPath(new URL('./writing.process.ts', import.meta.url))
const libraries = times({ short: 2, full: 20 })
/** Of one library, so that it is large by the last. */
const killsPerLibrary = times({ short: 5, full: 25 })
const atOnce = times({ short: 2, full: 4 })

test('what a person wrote and was told is kept, is kept, at whatever moment the process is killed', {
  timeout: 3_600_000,
}, async () => {
  const opening: number[] = []
  const lost: Written[] = []
  const faults: string[] = []
  let kills = 0
  let acknowledged = 0
  const { folder } = makeFolders()
  const waiting = Array.from({ length: libraries }, (_, index) => index)
  await Promise.all(Array.from({ length: atOnce }, () => workOff()))

  report('R2 killed while a person writes', {
    kills,
    libraries,
    'acknowledged writes': acknowledged,
    lost: lost.length,
    'integrity failures': faults.length,
    'open after kill p95 ms': p95(opening),
  })
  expect({ lost, faults, some: acknowledged > kills * 5 }).toEqual({ lost: [], faults: [], some: true })

  async function workOff(): Promise<void> {
    for (let library = waiting.shift(); library !== undefined; library = waiting.shift()) {
      await killAgainAndAgain(join(folder, `library-${library}`), randomFor(`user writes ${library}`))
    }
  }

  async function killAgainAndAgain(data: string, random: () => number): Promise<void> {
    const path = join(data, 'alcove.sqlite')
    const ledger = createLedger()
    const database = openDatabase(path)
    await migrateDatabase(database, { backupFolder: join(data, 'backups') })
    database.close()
    for (let run = 0; run < killsPerLibrary; run += 1) {
      const wanted = between(random, 1, 60)
      const lag = random() * 3
      acknowledged += await writeUntilKilled({ data, from: run * 100_000, take: ledger.take, wanted, lag })
      kills += 1
      const startedAt = performance.now()
      const after = openDatabase(path)
      opening.push(performance.now() - startedAt)
      lost.push(...ledger.lost(after, ({ value }, file) => existsSync(file) && readFileSync(file, 'utf8') === value))
      after.close()
      const { orphans, integrity } = snapshotOf(data)
      if (integrity !== 'ok' || orphans.some((count) => count !== 0)) faults.push(`${integrity} ${orphans}`)
    }
    rmSync(data, { recursive: true, force: true, maxRetries: 5 })
  }
})

interface Writing {
  readonly data: string
  readonly from: number
  readonly take: (written: Written) => void
  /** So many writes are acknowledged before the kill, which comes `lag` milliseconds later: anywhere within the next ones. */
  readonly wanted: number
  readonly lag: number
}

async function writeUntilKilled({ data, from, take, wanted, lag }: Writing): Promise<number> {
  const child = fork(entry, [data, String(from)], { execArgv: ['--disable-warning=ExperimentalWarning'] })
  let heard = 0
  child.on('message', (written: Written) => {
    take(written)
    if (written.when === 'done') heard += 1
    if (heard === wanted) void sleep(lag).then(() => child.kill('SIGKILL'))
  })
  const [code] = await once(child, 'close')
  if (code !== null) throw new Error(`The process that writes ended by itself with ${code}`)
  return heard
}
