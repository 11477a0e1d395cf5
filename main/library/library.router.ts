import { implement } from '@orpc/server'
import { libraryContract } from '#contract/library.contract'
import { raise } from '../app/raise.ts'
import { createBinRouter } from './bin.router.ts'
import { createCollectionsRouter } from './collections.router.ts'
import { createLabelsRouter } from './labels.router.ts'
import type { LibraryService } from './library.service.ts'
import { createRulesRouter } from './rules.router.ts'
import { createTreeRouter } from './tree.router.ts'

const os = implement(libraryContract)

/** Serves the library contract with a library service. */
export function createLibraryRouter(library: LibraryService) {
  return os.router({
    add: os.add.handler(({ input, signal }) => library.add(input, signal)),
    addText: os.addText.handler(({ input }) => library.addText(input)),
    addFile: os.addFile.handler(({ input }) => library.addFile(input)),
    addSample: os.addSample.handler(() => library.addSample()),
    // Not generators themselves: a declared error of such a handler would arrive late.
    follow: os.follow.handler(async ({ input, signal }) => library.follow(input.batchId, signal)),
    state: os.state.handler(() => library.state()),
    changes: os.changes.handler(async ({ signal }) => library.changes(signal)),
    sources: os.sources.handler(() => library.sources()),
    list: os.list.handler(({ input }) => library.list(input)),
    document: os.document.handler(async ({ input, errors }) => {
      const document = await library.document(input.documentId)
      if (!document.ok) throw raise(errors, document.failure)
      return document.value
    }),
    passages: os.passages.handler(({ input, errors }) => {
      const passages = library.passages(input.documentId)
      if (!passages.ok) throw raise(errors, passages.failure)
      return [...passages.value]
    }),
    outline: os.outline.handler(({ input }) => library.outline(input.documentId)),
    original: os.original.handler(async ({ input, errors }) => {
      const piece = await library.original(input)
      if (!piece.ok) throw raise(errors, piece.failure)
      return piece.value
    }),
    retry: os.retry.handler(({ input }) => ({ queued: library.retry(input.jobIds) })),
    cancel: os.cancel.handler(({ input }) => ({ cancelled: library.cancel(input.jobIds) })),
    pause: os.pause.handler(() => library.pause()),
    resume: os.resume.handler(() => library.resume()),
    removeSource: os.removeSource.handler(async ({ input, errors }) => {
      const removed = await library.removeSource(input.sourceId)
      if (!removed.ok) throw raise(errors, removed.failure)
      return { documents: removed.value }
    }),
    restoreSource: os.restoreSource.handler(async ({ input, errors }) => {
      const added = await library.restoreSource(input.sourceId)
      if (!added.ok) throw raise(errors, added.failure)
      return added.value
    }),
    rescan: os.rescan.handler(async ({ input }) => ({ queued: await library.rescan(input.sourceId) })),
    folders: os.folders.handler(async ({ input, errors }) => {
      const listing = await library.folders(input.path)
      if (!listing.ok) throw raise(errors, listing.failure)
      return listing.value
    }),
    chooseFolder: os.chooseFolder.handler(() => library.chooseFolder()),
    pauseSource: os.pauseSource.handler(async ({ input, errors }) => {
      const paused = await library.pauseSource(input.sourceId)
      if (!paused.ok) throw raise(errors, paused.failure)
      return paused.value
    }),
    resumeSource: os.resumeSource.handler(async ({ input, errors }) => {
      const resumed = await library.resumeSource(input.sourceId)
      if (!resumed.ok) throw raise(errors, resumed.failure)
      return resumed.value
    }),
    collections: createCollectionsRouter(library.collections),
    labels: createLabelsRouter(library.labels),
    rules: createRulesRouter(library.rules),
    bin: createBinRouter(library.bin),
    tree: createTreeRouter(library.tree),
  })
}
