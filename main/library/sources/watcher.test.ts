import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createSnapshots } from './snapshots.ts'
import { createWatcher } from './watcher.ts'

test('a folder on a network share is scanned now and then instead of being followed by events', async () => {
  const { source, start } = setup()
  const scans = Promise.withResolvers<string>()
  const watcher = start({ isShare: async () => true, scanEvery: 5, onScan: scans.resolve })

  await watcher.watch(source)

  expect([watcher.how('s'), await scans.promise, watcher.how('unknown')]).toEqual(['scans', 's', 'no'])
})

test('a folder that cannot be watched is scanned now and then', async () => {
  const { source, start } = setup()
  const scans = Promise.withResolvers<string>()
  const errors: unknown[] = []
  const watcher = start({ scanEvery: 5, onScan: scans.resolve, report: (error) => errors.push(error) })

  await watcher.watch({ ...source, path: join(source.path, 'nowhere') })

  expect([watcher.how('s'), await scans.promise, errors.length]).toEqual(['scans', 's', 1])
})

test.runIf(process.platform === 'linux')('a folder that cannot be followed any more is scanned', async () => {
  const { source, start, folder, makeFolderIn } = setup()
  const scan = Promise.withResolvers<string>()
  const watcher = start({
    // Between the end of one subscription and the begin of the next, the folder goes away.
    snapshots: { ...createSnapshots(`${folder}-none`), write: async () => renameSync(folder, `${folder}-moved`) },
    onScan: scan.resolve,
    report: () => {},
  })
  await watcher.watch(source)
  const before = watcher.how('s')

  makeFolderIn('one')

  expect([before, await scan.promise, watcher.how('s')]).toEqual(['events', 's', 'scans'])
})

test.runIf(process.platform === 'linux')('a disk that is full costs a scan and no event', async () => {
  const { source, start, write, makeFolderIn, folder } = setup()
  const scan = Promise.withResolvers<string>()
  const told = Promise.withResolvers<string>()
  const errors: unknown[] = []
  const full = new Error('ENOSPC')
  const watcher = start({
    snapshots: { ...createSnapshots(`${folder}-none`), write: () => Promise.reject(full) },
    onScan: scan.resolve,
    onPaths: (_, paths) => paths.forEach((path) => path.endsWith('late.md') && told.resolve(path)),
    report: (error) => errors.push(error),
  })
  await watcher.watch(source)

  makeFolderIn('one')
  await scan.promise
  write('one/two/late.md')

  expect([await told.promise, watcher.how('s'), errors]).toEqual([
    join(folder, 'one', 'two', 'late.md'),
    'events',
    [full],
  ])
})

test('what changed while nobody watched is known from the snapshot, without what is never watched', async () => {
  const { source, start, write, folder } = setup()
  write('kept.md')
  write('changed.md')
  write('old.md')
  const first = start({})
  await first.watch(source)
  await first.close()
  write('changed.md', 'at greater length')
  write('new.md')
  write('.git/index')
  write('node_modules/m/a.md')
  renameSync(join(folder, 'old.md'), join(folder, 'renamed.md'))

  const second = start({})
  await second.watch(source)
  const missed = await second.missed('s')

  const names = missed?.map((path) => path.slice(folder.length + 1)).toSorted()
  expect(names).toEqual(['changed.md', 'new.md', 'old.md', 'renamed.md'])
})

test('without a snapshot nothing was missed as far as is known, with a damaged one perhaps all', async () => {
  const { source, start, snapshots, folder } = setup()
  const watcher = start({})
  await watcher.watch(source)
  const before = await watcher.missed('s')
  mkdirSync(snapshots, { recursive: true })
  writeFileSync(join(snapshots, 's'), 'no snapshot at all')
  const damaged = await watcher.missed('s')
  await createSnapshots(snapshots).keepOnly(new Set(['other']))

  expect([before, damaged, await watcher.missed('s')]).toEqual([[], [folder], []])
})

function setup() {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'alcove-watcher-')))
  const folder = join(root, 'papers')
  const snapshots = join(root, 'data', 'snapshots')
  mkdirSync(folder)
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const source = { id: 's', kind: 'folder' as const, path: folder, everything: false }
  return { folder, snapshots, source, start, write, makeFolderIn }

  function start(options: Partial<Parameters<typeof createWatcher>[0]>) {
    const watcher = createWatcher({
      dataFolder: join(root, 'data'),
      snapshots: createSnapshots(snapshots),
      onPaths: () => {},
      onScan: () => {},
      report: (error) => {
        throw error
      },
      ...options,
    })
    onTestFinished(watcher.close)
    return watcher
  }

  function write(name: string, text = name) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), text)
  }

  function makeFolderIn(name: string) {
    mkdirSync(join(folder, name, 'two'), { recursive: true })
  }
}
