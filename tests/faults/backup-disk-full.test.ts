import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { setupBackups } from '../integration/backup-setup.ts'

/** Needs a disk that can be filled and locked: a file system in memory, which only root on Linux may mount. */
const cannotMount = process.platform !== 'linux' || process.getuid?.() !== 0

test.skipIf(cannotMount)(
  'a place that is full, or read-only, is named, keeps what it has, and is used again',
  async () => {
    const place = disk(2)
    const { backups, planTo } = await setupBackups({ documents: 100 })
    await planTo({ place: { kind: 'folder', path: place } })
    const first = await backups.now()
    const kept = readdirSync(place).toSorted()
    const ballast = join(place, 'ballast')
    fill(ballast)

    const full = await backups.now()
    const left = readdirSync(place)
      .filter((name) => name !== 'ballast')
      .toSorted()
    rmSync(ballast)
    execFileSync('mount', ['-o', 'remount,ro', place])
    const locked = await backups.now()
    execFileSync('mount', ['-o', 'remount,rw', place])
    const again = await backups.now()

    const reasons = [first, full, locked, again].map((made) => (made.ok ? 'done' : made.failure.problem.reason))
    expect({ reasons, left }).toEqual({ reasons: ['done', 'place-full', 'place-read-only', 'done'], left: kept })
  },
)

test.skipIf(cannotMount)('a full disk under the library is told from one under the backups', async () => {
  const root = disk(8)
  const data = join(root, 'data')
  mkdirSync(data)
  const { backups, planTo, place, folder } = await setupBackups({ documents: 100, data })
  await planTo()
  const ballast = join(root, 'ballast')
  fill(ballast)

  const full = await backups.now()
  rmSync(ballast)
  const again = await backups.now()

  expect([full.ok || full.failure.problem.reason, again.ok, readdirSync(place).length]).toEqual(['disk-full', true, 2])
  expect(readdirSync(folder.backups).filter((name) => name.startsWith('unfinished'))).toEqual([])
})

function fill(ballast: string) {
  for (let size = 1_048_576; size >= 4_096; size /= 2) {
    for (let full = false; !full; ) {
      try {
        writeFileSync(ballast, Buffer.alloc(size, 1), { flag: 'a' })
      } catch {
        full = true
      }
    }
  }
}

/** A disk of so many megabytes. */
function disk(megabytes: number): string {
  const path = mkdtempSync(join(tmpdir(), 'alcove-backup-disk-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path])
  onTestFinished(() => {
    if (readFileSync('/proc/mounts', 'utf8').includes(` ${path} `)) execFileSync('umount', ['--lazy', path])
    rmSync(path, { recursive: true, force: true })
  })
  return path
}
