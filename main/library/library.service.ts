import { realpathSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Added, DocumentNotFound, SourceNotFound } from '#contract/library.contract'
import type { DocumentDetail, Source } from '#contract/library-item'
import type { Passage } from '#contract/passage'
import { fail, ok, type Result } from '#contract/result'
import { WorkerDied } from '../app/start-worker.ts'
import { createAdding } from './adding.ts'
import { listFolders } from './folders.ts'
import { createFollowing } from './following.ts'
import type { LibraryStore } from './library.store.ts'
import type { ListQuery } from './list.store.ts'
import { createOriginals } from './original.ts'
import { createReading } from './reading.ts'
import { createIntake } from './sources/intake.ts'
import { createWork, type WorkDeps } from './work.ts'

export interface LibraryDeps extends Omit<WorkDeps, 'rootOf' | 'report' | 'clock'> {
  readonly sampleFolder: string
  readonly clock?: () => number
  /** Opens the system's folder dialog; absent where there is none. */
  readonly chooseFolder?: () => Promise<string | null>
  /** Told of errors that nobody waits for. */
  readonly report?: (error: unknown) => void
}
export type LibraryService = ReturnType<typeof createLibraryService>

const removalTries = 3

/** Keeps the library in step with what a person added, whatever dies meanwhile; never touches the person's files. */
export function createLibraryService(deps: LibraryDeps) {
  const { store, worker, sampleFolder, clock = Date.now, chooseFolder, report = () => {} } = deps
  // Compared with real paths, so it has to be one.
  const dataFolder = realpathSync(deps.dataFolder)
  const originals = createOriginals(store.documents.find)
  let roots = folderRoots(store)
  const work = createWork({ ...deps, dataFolder, clock, report, rootOf: (sourceId) => roots.get(sourceId) ?? null })
  const { batches, duringScan } = work
  const reading = createReading({ readingFolder: join(dataFolder, 'models'), environment: process.env })
  const { recognises } = reading
  const intake = createIntake({ store, batches, clock, onQueued: work.queued })
  const following = createFollowing({
    store,
    intake,
    dataFolder,
    recognises,
    onChange: sourcesChanged,
    duringScan,
    report,
  })
  const adding = createAdding({
    store,
    batches,
    intake,
    dataFolder,
    recognises,
    importsFolder: join(dataFolder, 'imports'),
    sampleFolder: resolve(sampleFolder),
    onNewSource: sourcesChanged,
    onSource: (source) => void following.follow(source).catch(report),
    onStorageFull: work.onStorageFull,
  })

  return {
    start,
    close,
    add: (input: { readonly paths: readonly string[]; readonly watch: boolean }, signal?: AbortSignal) =>
      duringScan(() => adding.add(input, signal)),
    addText: (input: { readonly title: string; readonly text: string }) => duringScan(() => adding.addText(input)),
    addFile: (input: { readonly name: string; readonly base64: string }) => duringScan(() => adding.addFile(input)),
    addSample: () => duringScan(adding.addSample),
    follow: work.follow,
    state: work.state,
    changes: work.changes,
    sources,
    list: (query: ListQuery) => store.list.list(query),
    document,
    passages,
    original: originals.read,
    retry: work.retry,
    cancel: work.cancel,
    pause: work.pause,
    resume: work.resume,
    removeSource,
    restoreSource,
    rescan: (sourceId?: string) => following.rescan(sourceId),
    folders: (path?: string) => listFolders(path, recognises()),
    reading: reading.setup,
    chooseFolder: choose,
  }

  /** Goes on where the last process stopped, and looks what changed while none ran; resolves before that look is done. */
  async function start(): Promise<void> {
    work.start()
    for (const source of store.sources.removedWithDocuments()) await removeDocuments(source.id)
    void duringScan(following.start).catch(report)
  }

  /** Ends all work; what is not done stays in the queue. */
  async function close(): Promise<void> {
    await following.close()
    await work.close()
  }

  function sources(): Source[] {
    const documents = store.sources.documentCounts()
    return store.sources.live().map(({ id, kind, title, path, watched, problem, createdAt }) => {
      return { id, kind, title, path, watched, problem, createdAt, documents: documents.get(id) ?? 0 }
    })
  }

  async function document(documentId: string): Promise<Result<DocumentDetail, DocumentNotFound>> {
    const found = store.documents.find(documentId)
    if (!found) return fail({ code: 'DOCUMENT_NOT_FOUND', message: 'No such document', documentId })
    const { text, codeLanguage: language, ...about } = found
    const original = await originals.isThere(found)
    return ok({ ...about, text, language, original: original && found.part === '' })
  }

  function passages(documentId: string): Result<readonly Passage[], DocumentNotFound> {
    const found = store.documents.passages(documentId)
    if (found.length > 0 || store.documents.find(documentId)) return ok(found)
    return fail({ code: 'DOCUMENT_NOT_FOUND', message: 'No such document', documentId })
  }

  /** Takes a source out of the library; the row stays, so that the removal can be undone. */
  async function removeSource(sourceId: string): Promise<Result<number, SourceNotFound>> {
    const source = store.sources.find(sourceId)
    if (!source || source.deletedAt !== null) return noSource(sourceId)
    await following.unfollow(sourceId)
    store.sources.change(sourceId, { deletedAt: clock() })
    sourcesChanged()
    batches.recount()
    // A read under way would bring a document back after the removal.
    await work.quiet(sourceId)
    const documents = await removeDocuments(sourceId)
    work.advance()
    void following.takeOver(source).catch(report)
    return ok(documents)
  }

  async function restoreSource(sourceId: string): Promise<Result<Added, SourceNotFound>> {
    const source = store.sources.find(sourceId)
    if (!source) return noSource(sourceId)
    store.sources.change(sourceId, { deletedAt: null })
    sourcesChanged()
    return ok(await duringScan(() => adding.restore(source)))
  }

  async function removeDocuments(sourceId: string): Promise<number> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const { documents } = await worker.remove({ sourceId })
        work.onRemoved()
        return documents
      } catch (error) {
        // The next process does it: to remove what is removed already changes nothing.
        if (!(error instanceof WorkerDied) || attempt >= removalTries) throw error
      }
    }
  }

  async function choose(): Promise<{ readonly supported: boolean; readonly path: string | null }> {
    return chooseFolder ? { supported: true, path: await chooseFolder() } : { supported: false, path: null }
  }

  function sourcesChanged(): void {
    roots = folderRoots(store)
    work.changed()
  }
}

function folderRoots(store: LibraryStore): Map<string, string | null> {
  return new Map(
    store.sources.live().map(({ id, kind, path }) => [id, kind === 'folder' || kind === 'sample' ? path : null]),
  )
}

function noSource(sourceId: string) {
  return fail({ code: 'SOURCE_NOT_FOUND', message: 'No such source', sourceId })
}
