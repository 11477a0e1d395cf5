import type { Database } from '#database/database'
import { createCollectionStore } from './collection.store.ts'
import { createDocumentStore } from './document.store.ts'
import { createJobStore } from './job.store.ts'
import { createLabelStore } from './label.store.ts'
import { createListStore } from './list.store.ts'
import { createRemovedFileStore } from './removed-file.store.ts'
import { createSourceStore } from './source.store.ts'
import { createTreeStore } from './tree.store.ts'
import { createWhyStore } from './why.store.ts'

export type LibraryStore = ReturnType<typeof createLibraryStore>

/** Everything the library keeps in the database: the sources and jobs it writes, the documents it only reads. */
export function createLibraryStore(database: Database, clock: () => number = Date.now) {
  const labels = createLabelStore(database, clock)
  return {
    labels,
    collections: createCollectionStore(database, clock),
    removedFiles: createRemovedFileStore(database, clock),
    tree: createTreeStore(database),
    why: createWhyStore(database),
    sources: createSourceStore(database, clock),
    jobs: createJobStore(database, clock),
    documents: createDocumentStore(database),
    list: createListStore(database, labels),
  }
}
