import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, expect } from 'vitest'
import { type BatchEvent, ListInput } from '#contract/library.contract'
import { migrateDatabase, openDatabase } from '#database/database'
import { createReserve } from '../app/reserve.ts'
import { createFakeLibraryWorker } from './fake.library-worker.ts'
import { createLibraryService, type LibraryService } from './library.service.ts'
import { createLibraryStore } from './library.store.ts'

const endings: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end()
})

export function list(input: Partial<ListInput>) {
  return ListInput.parse(input)
}

export async function finished(library: LibraryService, batchId: string): Promise<BatchEvent> {
  let last: BatchEvent | undefined
  for await (const event of library.follow(batchId)) last = event
  if (!last?.finished) throw new Error('The batch was not followed to its end')
  return last
}

export async function settled(library: LibraryService): Promise<void> {
  await until(library, (state) => state.queue === 0 && state.progress.passagesWaiting === 0)
}

export async function until(library: LibraryService, holds: (state: ReturnType<LibraryService['state']>) => boolean) {
  for await (const state of library.changes()) if (holds(state)) return state
  throw new Error('The library ended first')
}

export async function setup({ dataInside = false } = {}) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'alcove-library-')))
  const papers = join(folder, 'papers')
  const outside = join(folder, 'outside')
  const data = dataInside ? join(papers, 'alcove-data') : join(folder, 'data')
  for (const path of [papers, outside, data]) mkdirSync(path, { recursive: true })
  endings.push(async () => rmSync(folder, { recursive: true, force: true }))
  const started = await start()
  return { ...started, papers, outside, data, write, again: start }

  async function start() {
    const database = openDatabase(join(data, 'alcove.sqlite'))
    await migrateDatabase(database, { backupFolder: join(data, 'backups') })
    const worker = createFakeLibraryWorker(database)
    const reserve = createReserve(join(data, 'reserve'))
    reserve.restore()
    const errors: unknown[] = []
    let patterns = ''
    const library = createLibraryService({
      store: createLibraryStore(database),
      worker: worker.client,
      onChanged: async () => {},
      dataFolder: data,
      sampleFolder: papers,
      allPatterns: () => patterns,
      setAllPatterns: async (wanted) => {
        patterns = wanted
      },
      find: async () => ({
        passages: [],
        mode: 'words',
        milliseconds: 0,
        searched: { documents: 0, passages: 0 },
        problems: [],
        didYouMean: null,
      }),
      reserve,
      report: (error) => errors.push(error),
    })
    await library.start()
    endings.push(async () => {
      await library.close()
      database.close()
      expect(errors).toEqual([])
    })
    const names = () =>
      library
        .list(list({ states: ['ready'], limit: 500 }))
        .items.map((item) => item.path.replace(`${papers}/`, ''))
        .toSorted()
    const texts = () => database.sqlite.prepare<[], string>('SELECT text FROM document_texts').pluck().all()
    return { library, worker, names, texts, sqlite: database.sqlite }
  }

  function write(name: string, text: string): string {
    const path = join(papers, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
    return path
  }
}
