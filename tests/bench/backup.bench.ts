import { copyFile, mkdir, mkdtemp, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { BackupWish } from '#contract/backup-plan'
import { openDatabase } from '#database/database'
import { layout } from '../../main/app/data-folder.ts'
import { createMemorySecrets } from '../../main/app/secrets.ts'
import { createBackupService } from '../../main/backup/backup.service.ts'
import { backupWorkerEntry, destinationOf, startBackupWorker } from '../../main/backup/open-backups.ts'
import { createSettingsService } from '../../main/settings/settings.service.ts'
import { createSettingsStore } from '../../main/settings/settings.store.ts'
import { type Bench, type BenchOptions, percentile, readable, table } from './bench-kit.ts'
import { textsOf } from './bench-texts.ts'
import { bigLibrary } from './big-library.ts'

/** How long backups and restores take, and what a person who works meanwhile notices of them. */
export const backupBench: Bench = { name: 'backup', title: 'Backups', run }

async function run({ sets, sizes }: BenchOptions): Promise<string> {
  const texts = await textsOf(sets)
  const rows: string[][] = []
  for (const size of sizes.length > 0 ? sizes : [10_000, 100_000]) {
    const { databasePath, passages } = await bigLibrary(size, texts)
    for (const encrypted of [false, true]) rows.push([readable(passages), ...(await measure(databasePath, encrypted))])
  }
  const head = [
    'passages',
    'encrypted',
    'library',
    'backup',
    'made',
    'and read back',
    'restored',
    'longest work of main',
    'write p95',
    'write p95 meanwhile',
  ]
  return table(head, rows)
}

async function measure(databasePath: string, encrypted: boolean): Promise<string[]> {
  // A copy of its own, as it is written to; everything else lies beside it, so that all is one disk.
  const root = await mkdtemp(join(databasePath, '..', '..', 'backup-'))
  const folder = layout(join(root, 'data'))
  await mkdir(folder.root)
  await copyFile(databasePath, folder.database)
  const database = openDatabase(folder.database)
  const worker = startBackupWorker({ entry: backupWorkerEntry })
  const settings = createSettingsService({ store: createSettingsStore(database) })
  const backups = createBackupService({
    worker: worker.client,
    folder,
    settings,
    secrets: createMemorySecrets(),
    environment: { ALCOVE_BACKUP_PASSPHRASE: 'a passphrase to measure with' },
    destinationOf,
    version: '0.0.0',
    report: (error) => {
      throw error
    },
  })
  const place = join(root, 'place')
  const to = join(root, 'restored')
  await mkdir(place)
  try {
    const wish: BackupWish = { place: { kind: 'folder', path: place }, every: 'daily', encrypted }
    await backups.plan(wish)
    const before = percentile(await writesUntil(settings, sleep(3_000)), 0.95)

    let made = 0
    let begun = 0
    const following = (async () => {
      for await (const { working } of backups.changes()) {
        if (working && made === 0 && !['copying', 'packing'].includes(working.step)) made = performance.now() - begun
      }
    })()
    const during = percentile(await writesUntil(settings, backups.now()), 0.95)
    made = 0
    begun = performance.now()
    const delay = watchLoop()
    const backup = await backups.now()
    const hold = delay()
    const whole = performance.now() - begun
    if (!backup.ok) throw new Error(backup.failure.message)

    const restoring = performance.now()
    const restored = await backups.restore({ from: { name: backup.value.name }, passphrase: null, to })
    if (!restored.ok) throw new Error(restored.failure.message)
    const back = performance.now() - restoring
    await backups.close()
    await following
    return [
      encrypted ? 'yes' : 'no',
      `${readable((await stat(folder.database)).size / 1e6)} MB`,
      `${readable(backup.value.bytes / 1e6)} MB`,
      `${readable(made / 1_000)} s`,
      `${readable(whole / 1_000)} s`,
      `${readable(back / 1_000)} s`,
      `${readable(hold)} ms`,
      `${readable(before)} ms`,
      `${readable(during)} ms`,
    ]
  } finally {
    await worker.close()
    database.close()
    await rm(root, { recursive: true, force: true })
  }
}

/**
 * Watches what the thread of this process works between two turns of its loop; what it returns ends that, and gives the most, in
 * milliseconds of the processor: on a busy machine the time on the clock is that of others.
 */
function watchLoop(): () => number {
  let most = 0
  let before = spent()
  const turns = setInterval(() => {
    const now = spent()
    most = Math.max(most, now - before)
    before = now
  }, 5)
  return () => {
    clearInterval(turns)
    return most
  }
}

function spent(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}

/** What a small write took, one every twenty milliseconds, until something is over. */
async function writesUntil(
  settings: ReturnType<typeof createSettingsService>,
  over: Promise<unknown>,
): Promise<number[]> {
  const taken: number[] = []
  let isOver = false
  void over.then(() => {
    isOver = true
  })
  for (let n = 0; !isOver; n += 1) {
    const begun = performance.now()
    await settings.set({ density: n % 2 === 0 ? 'compact' : 'comfortable' })
    taken.push(performance.now() - begun)
    await sleep(20)
  }
  return taken
}
