import type { Database } from '#database/database'
import { createDocumentStore } from './document.store.ts'
import { createJobStore } from './job.store.ts'
import { createListStore } from './list.store.ts'
import { createSourceStore } from './source.store.ts'

export type LibraryStore = ReturnType<typeof createLibraryStore>

/** Everything the library keeps in the database: the sources and jobs it writes, the documents it only reads. */
export function createLibraryStore(database: Database, clock: () => number = Date.now) {
  return {
    sources: createSourceStore(database, clock),
    jobs: createJobStore(database, clock),
    documents: createDocumentStore(database),
    list: createListStore(database),
  }
}
