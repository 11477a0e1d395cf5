import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { makeFolders, openCore, until } from './library-core.ts'
import { snapshotOf } from './library-snapshot.ts'
import { createRandom } from './papers.ts'

const smallDisk = canMount()

/** Needs a disk that can be filled: a file system in memory, which only root on Linux may mount. */
test.runIf(smallDisk)(
  'a disk that fills up stops the reading with a reason and loses nothing; with room again it goes on by itself',
  { timeout: 120_000 },
  async () => {
    const { folder, papers } = makeFolders()
    const disk = join(folder, 'disk')
    mkdirSync(disk)
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=40m', 'tmpfs', disk])
    onTestFinished(() => void execFileSync('umount', ['--lazy', disk]))
    const data = join(disk, 'data')
    mkdirSync(data)
    const ballast = join(disk, 'ballast')
    writeFileSync(ballast, Buffer.alloc(30 * 1_048_576, 1))
    const random = createRandom(7)
    for (let index = 0; index < 40; index += 1) {
      const lines = Array.from(
        { length: 1_500 },
        () => `Word${Math.floor(random() * 5_000)} and number ${random()} of all.`,
      )
      writeFileSync(join(papers, `big-${index}.txt`), lines.join('\n'))
    }

    const { library, close } = await openCore(data)
    await library.add({ paths: [papers], watch: false })
    const full = await until(library, (state) => state.progress.blocked !== null)
    const found = { reserve: existsSync(join(data, 'reserve')), documents: library.list(everything).items.length }
    rmSync(ballast)
    const freed = await until(library, (state) => state.progress.blocked === null && state.queue === 0)
    library.cancel([])
    await library.pause()
    await close()

    const { orphans, integrity, documents, jobs } = snapshotOf(data)
    expect({ full, found, freed, orphans, integrity, documents: documents.length, jobs }).toMatchObject({
      full: { progress: { blocked: { code: 'STORAGE_FULL' } }, byState: { failed: 0 } },
      found: { reserve: false, documents: 40 },
      freed: { documents: 40, byState: { failed: 0 } },
      orphans: [0, 0, 0, 0],
      integrity: 'ok',
      documents: 40,
      jobs: [],
    })
  },
)

const everything = {
  filter: '',
  states: [],
  sort: 'title',
  descending: false,
  offset: 0,
  limit: 500,
} satisfies Parameters<Awaited<ReturnType<typeof openCore>>['library']['list']>[0]

test.skipIf(smallDisk)('a full disk cannot be tried here: it takes a Linux on which this process may mount', () => {
  expect(smallDisk).toBe(false)
})

function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  const folder = mkdtempSync(join(tmpdir(), 'alcove-mount-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' })
    execFileSync('umount', [folder], { stdio: 'ignore' })
    return true
  } catch {
    return false
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
