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
/** Kills of one library, so that it is large by the last. */
const killsPerLibrary = times({ short: 10, full: 25 })

test('what a person wrote and was told is kept, is kept, at whatever moment the process is killed', {
  timeout: 3_600_000,
}, async () => {
  const random = randomFor('user writes')
  const opening: number[] = []
  const lost: Written[] = []
  const faults: string[] = []
  let kills = 0
  let acknowledged = 0
  const { folder } = makeFolders()
  for (let left = times({ short: 20, full: 500 }); left > 0; left -= killsPerLibrary) {
    const data = join(folder, `library-${left}`)
    const ledger = createLedger()
    const database = openDatabase(join(data, 'alcove.sqlite'))
    await migrateDatabase(database, { backupFolder: join(data, 'backups') })
    database.close()
    for (let run = 0; run < killsPerLibrary; run += 1) {
      acknowledged += await writeUntilKilled(data, run * 100_000, ledger.take)
      kills += 1
      const startedAt = performance.now()
      const after = openDatabase(join(data, 'alcove.sqlite'))
      opening.push(performance.now() - startedAt)
      lost.push(...ledger.lost(after, ({ value }, path) => existsSync(path) && readFileSync(path, 'utf8') === value))
      after.close()
      const { orphans, integrity } = snapshotOf(data)
      if (integrity !== 'ok' || orphans.some((count) => count !== 0)) faults.push(`${integrity} ${orphans}`)
    }
    rmSync(data, { recursive: true, force: true, maxRetries: 5 })
  }

  report('R2 killed while a person writes', {
    kills,
    'acknowledged writes': acknowledged,
    lost: lost.length,
    'integrity failures': faults.length,
    'open after kill p95 ms': p95(opening),
  })
  expect({ lost, faults, some: acknowledged > kills * 5 }).toEqual({ lost: [], faults: [], some: true })

  async function writeUntilKilled(data: string, from: number, take: (written: Written) => void): Promise<number> {
    const child = fork(entry, [data, String(from)], { execArgv: ['--disable-warning=ExperimentalWarning'] })
    const wanted = between(random, 1, 60)
    const lag = random() * 3
    let heard = 0
    child.on('message', (written: Written) => {
      take(written)
      if (written.when === 'done') heard += 1
      // A little after the word came, so that the kill falls anywhere within the next writes.
      if (heard === wanted) void sleep(lag).then(() => child.kill('SIGKILL'))
    })
    const [code] = await once(child, 'close')
    if (code !== null) throw new Error(`The process that writes ended by itself with ${code}`)
    return heard
  }
})
