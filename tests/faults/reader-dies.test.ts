import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { most, oneOf, p95, randomFor, report, times } from './fault-run.ts'
import { finish, makeFolders, openCore, until } from './library-core.ts'
import { snapshotOf } from './library-snapshot.ts'
import { meantPdfs } from './malformed-pdfs.ts'
import { writePapers } from './papers.ts'

const deathsPerLibrary = 3

test('a reading process that is ended again and again, in whatever way, loses nothing and reads nothing twice', {
  timeout: 3_600_000,
}, async () => {
  const random = randomFor('reader dies')
  const { papers, folder } = makeFolders()
  writePapers(papers, times({ short: 30, full: 60 }))
  const undisturbed = await openCore(join(folder, 'undisturbed'))
  const calm = await undisturbed.library.add({ paths: [papers], watch: false })
  await finish(undisturbed.library, calm.batchId)
  await undisturbed.close()
  const expected = snapshotOf(join(folder, 'undisturbed'))

  const stalls: number[] = []
  const outcomes: unknown[] = []
  const libraries = times({ short: 1, full: 25 })
  for (let left = libraries; left > 0; left -= 1) {
    const data = join(folder, `data-${left}`)
    const { library, worker, close } = await openCore(data)
    const { batchId } = await library.add({ paths: [papers], watch: false })
    for (let death = 1; death <= deathsPerLibrary; death += 1) {
      // Once the process runs again it is ended again, with whatever it has in hand by then.
      await until(library, (state) => worker.pid() !== null && state.documents + state.byState.reading > 0)
      await sleep(random() * 30)
      const diedAt = performance.now()
      process.kill(worker.pid() ?? 0, oneOf(random, ['SIGKILL', 'SIGSEGV', 'SIGABRT'] as const))
      await vi.waitUntil(() => worker.restarts() === death, { timeout: 60_000 })
      const { documents } = library.state()
      await until(library, (state) => state.documents > documents || state.queue === 0)
      stalls.push(performance.now() - diedAt)
    }
    const end = await finish(library, batchId)
    await close()
    const same = JSON.stringify(snapshotOf(data)) === JSON.stringify(expected)
    outcomes.push({ finished: end?.finished, added: end?.added, deaths: worker.restarts(), same })
    rmSync(data, { recursive: true, force: true, maxRetries: 5 })
  }

  report('R10 reading process ended', {
    deaths: stalls.length,
    libraries,
    'differing libraries': outcomes.filter((outcome) => !(outcome as { readonly same: boolean }).same).length,
    'queue stall p95 ms': p95(stalls),
    'longest stall ms': most(stalls),
  })
  expect(outcomes).toEqual(
    outcomes.map(() => ({ finished: true, added: expected.documents.length, deaths: deathsPerLibrary, same: true })),
  )
  // Five seconds on a machine that has nothing else to do.
  expect(most(stalls)).toBeLessThan(20_000)
})

test('a file that ends the reading process twice is set aside with its name, and every other file is read', {
  timeout: 600_000,
}, async () => {
  const { papers, data } = makeFolders()
  writePapers(papers, 20)
  const entry = new URL('./dying.library-worker.ts', import.meta.url)
  const guilty = ['ends-the-reader.md', 'breaks-the-reader.md', 'leaves-the-reader.md'].slice(
    0,
    times({ short: 1, full: 3 }),
  )
  for (const name of guilty) writeFileSync(join(papers, name), '# Harmless to look at')

  const { library, worker } = await openCore(data, { entry })
  const { batchId } = await library.add({ paths: [papers], watch: false })
  const end = await finish(library, batchId)

  const codes = Object.fromEntries(end?.failed.map(({ path, code }) => [path.replace(`${papers}/`, ''), code]) ?? [])
  report('R10 files that end the reading process', {
    files: guilty.length,
    deaths: worker.restarts(),
    'others read': library.state().documents,
  })
  expect({ codes, documents: library.state().documents }).toEqual({
    codes: {
      ...Object.fromEntries(guilty.map((name) => [name, 'FILE_ENDS_READER'])),
      'empty.md': 'FILE_EMPTY',
      'binary.txt': 'FILE_BINARY',
    },
    documents: 23,
  })
})

test('a file whose reading never ends is set aside when its time is up, and every other file is read', {
  timeout: 600_000,
}, async () => {
  const { papers, data } = makeFolders()
  writePapers(papers, 20)
  const { 'a million pages that are one': make } = meantPdfs()
  writeFileSync(join(papers, 'endless.pdf'), make?.() ?? '')

  const { library, worker } = await openCore(data, { limits: { parseMilliseconds: 1_000 } })
  const { batchId } = await library.add({ paths: [papers], watch: false })
  const end = await finish(library, batchId)

  expect({
    codes: end?.failed.map(({ code }) => code).toSorted(),
    documents: library.state().documents,
    deaths: worker.restarts(),
  }).toEqual({
    codes: ['FILE_BINARY', 'FILE_EMPTY', 'FILE_TOO_SLOW'],
    documents: 23,
    deaths: 0,
  })
})
