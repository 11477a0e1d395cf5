import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { libraryWorkerContract } from '#contract/library.contract'
import { migrateDatabase, openDatabase } from '#database/database'
import { createReserve } from '../../main/app/reserve.ts'
import { startWorker } from '../../main/app/start-worker.ts'
import { createLibraryService, type LibraryService } from '../../main/library/library.service.ts'
import { createLibraryStore } from '../../main/library/library.store.ts'

const realEntry = new URL('../../workers/library/library.worker.ts', import.meta.url)

/** A folder of its own for a test, with one for papers and one for data in it. */
export function makeFolders() {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'alcove-faults-')))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
  const papers = join(folder, 'papers')
  const data = join(folder, 'data')
  mkdirSync(papers)
  mkdirSync(data)
  return { folder, papers, data }
}

/** The library with its real process, without search and without shell. */
export async function openCore(
  data: string,
  { entry = realEntry, limits = {} }: { readonly entry?: URL; readonly limits?: object } = {},
) {
  const databasePath = join(data, 'alcove.sqlite')
  const database = openDatabase(databasePath)
  await migrateDatabase(database, { backupFolder: join(data, 'backups') })
  const worker = startWorker<typeof libraryWorkerContract>({
    name: 'library',
    entry,
    options: { databasePath, limits },
  })
  const reserve = createReserve(join(data, 'reserve'))
  reserve.restore()
  const library = createLibraryService({
    store: createLibraryStore(database),
    worker: worker.client,
    onChanged: async () => {},
    dataFolder: data,
    sampleFolder: data,
    allPatterns: () => '',
    setAllPatterns: async () => {},
    find: async () => ({
      passages: [],
      mode: 'words',
      milliseconds: 0,
      searched: { documents: 0, passages: 0 },
      problems: [],
      didYouMean: null,
    }),
    reserve,
  })
  await library.start()
  onTestFinished(close)
  let closed = false
  return { library, worker, close }

  async function close(): Promise<void> {
    if (closed) return
    closed = true
    await library.close()
    await worker.close()
    database.close()
  }
}

/** The last event of a batch. */
export async function finish(library: LibraryService, batchId: string) {
  const events = await Array.fromAsync(library.follow(batchId))
  return events.at(-1)
}

/** Resolves as soon as the state of the library is as wished. */
export async function until(library: LibraryService, holds: (state: ReturnType<LibraryService['state']>) => boolean) {
  for await (const state of library.changes()) if (holds(state)) return state
  throw new Error('The library ended first')
}
