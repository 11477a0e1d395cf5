import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { finish, makeFolders, openCore, until } from './library-core.ts'
import { snapshotOf } from './library-snapshot.ts'
import { writePapers } from './papers.ts'

test('a reading process that is killed again and again loses nothing and reads nothing twice', async () => {
  const { papers, data, folder } = makeFolders()
  writePapers(papers, 60)
  const undisturbed = await openCore(join(folder, 'undisturbed'))
  const calm = await undisturbed.library.add({ paths: [papers], watch: false })
  await finish(undisturbed.library, calm.batchId)
  await undisturbed.close()

  const { library, worker, close } = await openCore(data)
  const { batchId } = await library.add({ paths: [papers], watch: false })
  for (const deaths of [1, 2, 3]) {
    // Once the process runs again it is killed again, with whatever it has in hand by then.
    await until(library, (state) => worker.pid() !== null && state.documents + state.byState.reading > 0)
    process.kill(worker.pid() ?? 0, 'SIGKILL')
    await vi.waitUntil(() => worker.restarts() === deaths)
  }
  const end = await finish(library, batchId)
  await close()

  expect({ end, deaths: worker.restarts(), library: snapshotOf(data) }).toMatchObject({
    end: { finished: true, added: 63 },
    deaths: 3,
    library: snapshotOf(join(folder, 'undisturbed')),
  })
})

test('a file that ends the reading process twice is set aside with its name, and every other file is read', async () => {
  const { papers, data } = makeFolders()
  writePapers(papers, 20)
  const guilty = join(papers, 'ends-the-reader.md')
  writeFileSync(guilty, '# Harmless to look at')
  const entry = new URL('./dying.library-worker.ts', import.meta.url)

  const { library } = await openCore(data, { entry })
  const { batchId } = await library.add({ paths: [papers], watch: false })
  const end = await finish(library, batchId)

  const codes = Object.fromEntries(end?.failed.map(({ path, code }) => [path.replace(`${papers}/`, ''), code]) ?? [])
  expect({ codes, documents: library.state().documents }).toEqual({
    codes: { 'ends-the-reader.md': 'FILE_ENDS_READER', 'empty.md': 'FILE_EMPTY', 'binary.txt': 'FILE_BINARY' },
    documents: 23,
  })
})
