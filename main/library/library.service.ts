import { realpathSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Added, DocumentNotFound } from '#contract/library.contract'
import type { DocumentDetail, Source } from '#contract/library-item'
import type { Passage } from '#contract/passage'
import { fail, ok, type Result } from '#contract/result'
import type { SourceNotFound } from '#contract/sources.contract'
import type { LibraryKey } from '#database/library-key'
import { createAdding } from './adding.ts'
import { createBinService } from './bin.service.ts'
import { createCollectionsService } from './collections.service.ts'
import { listFolders } from './folders.ts'
import { createFollowing } from './following.ts'
import { lasting } from './lasting.ts'
import type { LibraryStore } from './library.store.ts'
import type { ListQuery } from './list.store.ts'
import { createOriginals } from './original.ts'
import { createReading } from './reading.ts'
import { createRulesService } from './rules.service.ts'
import type { StoredSource } from './source.store.ts'
import { createIntake } from './sources/intake.ts'
import { openRules } from './sources/source-rules.ts'
import { createTree } from './tree.service.ts'
import { createWhy, type WhyDeps } from './why.ts'
import { createWork, type WorkDeps } from './work.ts'

export interface LibraryDeps extends Omit<WorkDeps, 'rootOf' | 'report' | 'clock'> {
  readonly sampleFolder: string
  /** Of an encrypted library. */
  readonly key?: LibraryKey | null
  /** Patterns of what every source leaves out. */
  readonly allPatterns: () => string
  readonly setAllPatterns: (patterns: string) => Promise<void>
  /** Finds passages, to say at which rank a document stands. */
  readonly find: WhyDeps['find']
  readonly clock?: () => number
  /** How many days what was taken out can be put back. */
  readonly binDays?: () => number
  /** Opens the system's folder dialog. */
  readonly chooseFolder?: () => Promise<string | null>
  /** Told of errors that nobody waits for. */
  readonly report?: (error: unknown) => void
}
export type LibraryService = ReturnType<typeof createLibraryService>

/** Keeps the library in step with what a person added, whatever dies meanwhile; never touches the person's files. */
export function createLibraryService(deps: LibraryDeps) {
  const { store, worker, sampleFolder, allPatterns, clock = Date.now, chooseFolder, report = () => {} } = deps
  // Compared with real paths, so it has to be one.
  const dataFolder = realpathSync(deps.dataFolder)
  const importsFolder = join(dataFolder, 'imports')
  const sealed = deps.key ? { key: deps.key, folder: importsFolder } : null
  const originals = createOriginals(store.documents.find, sealed)
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
    rulesOf,
    allPatterns,
    onChange: sourcesChanged,
    duringScan,
    report,
    remembers: sealed === null,
  })
  const adding = createAdding({
    store,
    batches,
    intake,
    dataFolder,
    rulesOf,
    importsFolder,
    sealed,
    sampleFolder: resolve(sampleFolder),
    onNewSource: sourcesChanged,
    onQueued: work.queued,
    onSource: (source) => void following.follow(source).catch(report),
    onStorageFull: work.onStorageFull,
  })

  const rules = createRulesService({
    store,
    dataFolder,
    rulesOf,
    allPatterns,
    setAllPatterns: deps.setAllPatterns,
    rescan: following.rescanAround,
    clock,
  })
  const bin = createBinService({
    store,
    worker: { remove: lasting(worker.remove), forget: lasting(worker.forget) },
    importsFolder,
    clock,
    days: deps.binDays ?? (() => 30),
    readAgain: following.takeUp,
    onChange: () => {
      work.onRemoved()
      sourcesChanged()
    },
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
    pauseSource,
    resumeSource,
    collections: createCollectionsService(store),
    labels: store.labels,
    rules,
    bin,
    tree: {
      ...createTree(store),
      why: createWhy({ store, rulesOf, progress: () => work.state().progress, find: deps.find }),
    },
    list: (query: ListQuery) => store.list.list(query),
    document,
    passages,
    outline: store.documents.outline,
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
    /** Takes up whatever can be done now. */
    wake: work.advance,
    /** Another embedding model serves: what lacks its vectors waits for them. */
    modelChanged: work.queued,
    /** Lets all work stand still until there is room, if this error says that there is none. */
    onStorageFull: work.stopWhenFull,
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
    return store.sources.live().map((source) => shown(source, documents.get(source.id) ?? 0))
  }

  function shown(source: StoredSource, documents: number): Source {
    const { id, kind, title, path, watched, problem, paused, rules, createdAt } = source
    return {
      id,
      kind,
      title,
      path,
      watched,
      problem,
      followed: following.howFollowed(id),
      paused,
      rules,
      createdAt,
      documents,
    }
  }

  /** Leaves a source alone: what is being read ends, nothing else of it begins, and its changes are not followed. */
  async function pauseSource(sourceId: string): Promise<Result<Source, SourceNotFound>> {
    return setPaused(sourceId, 'paused')
  }

  async function resumeSource(sourceId: string): Promise<Result<Source, SourceNotFound>> {
    const resumed = await setPaused(sourceId, 'going on')
    if (resumed.ok) void following.rescan(sourceId).catch(report)
    work.queued()
    return resumed
  }

  async function setPaused(sourceId: string, how: 'paused' | 'going on'): Promise<Result<Source, SourceNotFound>> {
    const source = store.sources.find(sourceId)
    if (!source || source.deletedAt !== null) return noSource(sourceId)
    const changed = store.sources.change(sourceId, { paused: how === 'paused' })
    store.jobs.pauseSource(sourceId, how)
    await following.follow(changed)
    sourcesChanged()
    return ok(shown(changed, store.sources.documentCounts().get(sourceId) ?? 0))
  }

  /** The rules of a source as they are now, or with other patterns of its own. */
  function rulesOf({ path: root, rules }: StoredSource, patterns = rules) {
    return openRules({
      root,
      settings: allPatterns(),
      source: patterns,
      removed: new Set(store.removedFiles.paths()),
      dataFolder,
      recognises: recognises(),
    })
  }

  async function document(documentId: string): Promise<Result<DocumentDetail, DocumentNotFound>> {
    const found = store.documents.find(documentId)
    if (!found) return fail({ code: 'DOCUMENT_NOT_FOUND', message: 'No such document', documentId })
    const { text, codeLanguage: language, ...about } = found
    const original = await originals.isThere(found)
    return ok({ ...about, text, language, original })
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
    const { documents } = await lasting(worker.remove)({ sourceId })
    work.onRemoved()
    return documents
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
