import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test, vi } from 'vitest'
import { migrateDatabase, openDatabase } from '#database/database'
import { stepsIn, traced } from './disk-trace.ts'
import { between, randomFor, report, times } from './fault-run.ts'
import { makeFolders } from './library-core.ts'
import { snapshotOf } from './library-snapshot.ts'
import { createDisk } from './power-lost-disk.ts'
import { createLedger, type Written } from './user-writes.ts'

vi.setConfig({ testTimeout: 3_600_000 })

const entry = fileURLToPath(new URL('./writing.process.ts', import.meta.url))
const canTrace = spawnSync('strace', ['-f', '-e', 'trace=fsync', 'true']).status === 0

if (!canTrace) report('R4 power loss', { skipped: 'strace is not here' })

test.skipIf(!canTrace)('what a person was told is kept is on the disk, whenever the power goes', async () => {
  const seen = await losePower(undefined, times({ short: 60, full: 600 }))
  report('R4 power lost', seen.figures)
  expect({ lost: seen.lost, faults: seen.faults, some: seen.figures.acknowledged > 20 }).toEqual({
    lost: [],
    faults: [],
    some: true,
  })
})

test.skipIf(!canTrace)('with less care writes are lost, so that this test would notice', async () => {
  const seen = await losePower('NORMAL', times({ short: 60, full: 150 }))
  report('R4 power lost at synchronous NORMAL', seen.figures)
  expect(seen.faults).toEqual([])
  expect(seen.lost.length).toBeGreaterThan(0)
})

/** Has a process write, then lets the power go at many moments of what it did, and opens what is left. */
async function losePower(synchronous: 'NORMAL' | undefined, moments: number) {
  const { folder, data } = makeFolders()
  const made = openDatabase(join(data, 'alcove.sqlite'))
  await migrateDatabase(made, { backupFolder: join(data, 'backups') })
  made.close()
  const disk = createDisk(data)
  const log = await traced(
    entry,
    [data, '0', String(times({ short: 30, full: 120 })), ...(synchronous ? [synchronous] : [])],
    folder,
  )
  const steps = stepsIn(log, data)
  const random = randomFor(`power ${synchronous}`)
  const at = new Map<number, number>()
  for (let moment = 0; moment < moments; moment += 1) {
    const step = between(random, 0, steps.length - 1)
    at.set(step, (at.get(step) ?? 0) + 1)
  }
  const ledger = createLedger()
  const lost: Written[] = []
  const faults: string[] = []
  let acknowledged = 0
  for (const [place, step] of steps.entries()) {
    disk.take(step)
    if (step.step === 'said') {
      const written = step.message as Written
      ledger.take(written)
      if (written.when === 'done') acknowledged += 1
    }
    for (let again = 0; again < (at.get(place) ?? 0); again += 1) {
      const left = join(folder, 'left')
      disk.lose(left, random)
      const database = openDatabase(join(left, 'alcove.sqlite'))
      const inLeft = (file: string) => join(left, file.slice(data.length))
      const holds = ({ value }: Written, file: string) =>
        existsSync(inLeft(file)) && readFileSync(inLeft(file), 'utf8') === value
      lost.push(...ledger.lost(database, holds, { forGood: false }))
      database.close()
      const { orphans, integrity } = snapshotOf(left)
      if (integrity !== 'ok' || orphans.some((count) => count !== 0)) faults.push(`${integrity} ${orphans}`)
    }
  }
  const figures = { moments, steps: steps.length, acknowledged, lost: lost.length, faults: faults.length }
  return { figures, lost, faults }
}
