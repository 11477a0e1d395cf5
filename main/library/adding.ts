import { basename, extname, isAbsolute } from 'node:path'
import { v7 as newId } from 'uuid'
import type { Added, IngestFailure } from '#contract/library.contract'
import type { SealedFolder } from '#database/sealed-file'
import type { Batches } from './batches.ts'
import type { LibraryStore } from './library.store.ts'
import type { NewSource, StoredSource } from './source.store.ts'
import { failureOf, isStorageFull } from './sources/file-failure.ts'
import { writeImport } from './sources/imports.ts'
import type { Intake, IntakeWish } from './sources/intake.ts'
import { isWithin } from './sources/left-out.ts'
import { resolvePath } from './sources/reconcile.ts'
import { scanFolder } from './sources/scan.ts'
import type { SourceRules } from './sources/source-rules.ts'

export interface AddingDeps {
  readonly store: LibraryStore
  readonly batches: Batches
  readonly intake: Intake
  readonly dataFolder: string
  /** The rules of a source as they are now. */
  readonly rulesOf: (source: StoredSource) => SourceRules
  readonly importsFolder: string
  /** Set where the library is encrypted. */
  readonly sealed: SealedFolder | null
  readonly sampleFolder: string
  /** Sources are not what they were; told before their files are queued. */
  readonly onNewSource: () => void
  /** Files wait that did not before. */
  readonly onQueued: () => void
  /** The source is to be followed, or no longer. */
  readonly onSource: (source: StoredSource) => void
  readonly onStorageFull: (failure: IngestFailure) => Promise<void>
}
export type Adding = ReturnType<typeof createAdding>

/** Takes in what a person adds: every file is a durable job before the call returns. */
export function createAdding(deps: AddingDeps) {
  const { store, batches, intake, dataFolder, rulesOf, importsFolder, sealed, sampleFolder } = deps
  const { onSource, onStorageFull, onNewSource, onQueued } = deps
  return { add, addText, addFile, addSample, restore }

  async function add(input: { readonly paths: readonly string[]; readonly watch: boolean }, signal?: AbortSignal) {
    return inBatch(async (batchId) => {
      for (const path of new Set(input.paths)) {
        signal?.throwIfAborted()
        const take = () => addPath(path, { batchId, watch: input.watch, signal })
        await orFailure(batchId, path, () => withReserve(take))
      }
    })
  }

  async function addText({ title, text }: { readonly title: string; readonly text: string }): Promise<Added> {
    return addImport({ kind: 'text', title, extension: '.md', bytes: text })
  }

  async function addFile({ name, base64 }: { readonly name: string; readonly base64: string }): Promise<Added> {
    const given = basename(name.replaceAll('\\', '/'))
    // The name decides nothing but the extension; the file itself is named by Alcove.
    const extension = /^\.[a-z0-9]{1,10}$/i.test(extname(given)) ? extname(given).toLowerCase() : ''
    const title = given.slice(0, given.length - extname(given).length) || given
    return addImport({ kind: 'file', title, extension, bytes: Buffer.from(base64, 'base64') })
  }

  async function addSample(): Promise<Added> {
    return inBatch((batchId) =>
      orFailure(batchId, sampleFolder, async () => {
        const { path, stats } = await resolvePath(sampleFolder)
        const source = keepSource({
          kind: 'sample',
          title: 'Sample library',
          path,
          watched: false,
          device: stats.dev,
        })
        await scanInto(source, path, { sourceId: source.id, batchId, by: 'person' })
      }),
    )
  }

  /** Queues again what a removed source held. */
  async function restore(source: StoredSource): Promise<Added> {
    return inBatch((batchId) =>
      orFailure(batchId, source.path, async () => {
        const { path, stats } = await resolvePath(source.path)
        const wish: IntakeWish = { sourceId: source.id, batchId, by: 'person', title: importedTitle(source) }
        if (stats.isDirectory()) await scanInto(source, path, wish)
        else intake.take([{ path, bytes: stats.size, modifiedAt: Math.trunc(stats.mtimeMs) }], wish)
        onSource(source)
      }),
    )
  }

  /** The title a person gave; files of their own have the one found in them. */
  function importedTitle(source: StoredSource): string | undefined {
    return isWithin(importsFolder, source.path) ? source.title : undefined
  }

  /** Queues what a folder holds and notes what cannot be read. */
  async function scanInto(source: StoredSource, folder: string, wish: IntakeWish, signal?: AbortSignal): Promise<void> {
    let files = 0
    const within = await rulesOf(source).within(folder)
    if ('leftOut' in within) return
    for await (const slice of scanFolder(folder, { rules: within.rules, dataFolder, signal })) {
      files += intake.take(slice.files, wish)
      batches.skipped(wish.batchId, slice.leftOut)
      intake.noteFailures(slice.failed, wish)
    }
    if (files === 0) batches.queued(wish.batchId, source.id, 0)
  }

  async function addPath(
    named: string,
    { batchId, watch, signal }: { readonly batchId: string; readonly watch: boolean; readonly signal?: AbortSignal },
  ): Promise<void> {
    if (!isAbsolute(named)) return fail(batchId, named, { code: 'FILE_MISSING', message: 'The path is not absolute' })
    const { path, stats } = await resolvePath(named)
    if (isWithin(dataFolder, path)) {
      return fail(batchId, named, { code: 'PATH_OUTSIDE_SOURCE', message: 'This is the folder of Alcove itself' })
    }
    if (!stats.isDirectory() && !stats.isFile()) {
      return fail(batchId, named, { code: 'FILE_UNREADABLE', message: 'Neither a file nor a folder' })
    }
    const kind = stats.isDirectory() ? 'folder' : 'file'
    // A person who names a file wants it, whatever was said of it before.
    if (kind === 'file') store.removedFiles.takeBack([path])
    const source =
      (await containing(path, kind)) ??
      keepSource({ kind, title: basename(path) || path, path, watched: watch, device: stats.dev })
    const wish: IntakeWish = { sourceId: source.id, batchId, by: 'person' }
    if (source.paused) goOn(source)
    if (stats.isDirectory()) await scanInto(source, path, wish, signal)
    else intake.take([{ path, bytes: stats.size, modifiedAt: Math.trunc(stats.mtimeMs) }], wish)
    onSource(source)
  }

  function keepSource(wanted: NewSource): StoredSource {
    const source = store.sources.keep(wanted)
    onNewSource()
    return source
  }

  /** The folder that was added before and takes this path in; the path itself is kept anew, for its settings. */
  async function containing(path: string, kind: 'file' | 'folder'): Promise<StoredSource | undefined> {
    for (const source of store.sources.live()) {
      const isAbove =
        source.kind !== 'file' && source.kind !== 'text' && source.path !== path && isWithin(source.path, path)
      // What a rule leaves out and a person names is a source of its own.
      if (isAbove && !(await rulesOf(source).judge(path, kind))) return source
    }
    return undefined
  }

  function goOn(source: StoredSource): void {
    store.sources.change(source.id, { paused: false })
    store.jobs.pauseSource(source.id, 'going on')
    onNewSource()
    onQueued()
  }

  async function addImport({
    kind,
    title,
    extension,
    bytes,
  }: {
    readonly kind: 'text' | 'file'
    readonly title: string
    readonly extension: string
    readonly bytes: Uint8Array | string
  }): Promise<Added> {
    return inBatch((batchId) =>
      orFailure(batchId, title, async () => {
        const written = await writeImport({ folder: importsFolder, sealed }, `${newId()}${extension}`, bytes)
        const { path, stats } = await resolvePath(written)
        const source = keepSource({ kind, title, path, watched: false, device: stats.dev })
        const file = { path, bytes: stats.size, modifiedAt: Math.trunc(stats.mtimeMs) }
        intake.take([file], { sourceId: source.id, batchId, by: 'person', title })
      }),
    )
  }

  async function inBatch(work: (batchId: string) => Promise<void>): Promise<Added> {
    const batchId = batches.begin()
    try {
      await work(batchId)
    } finally {
      batches.complete(batchId)
    }
    return batches.added(batchId)
  }

  /** A wish needs little room: on a full disk it is kept in that of the reserve, and waits there with the rest. */
  async function withReserve(take: () => Promise<void>): Promise<void> {
    try {
      await take()
    } catch (error) {
      if (!isStorageFull(error)) throw error
      await onStorageFull(failureOf(error))
      await take()
    }
  }

  /** What goes wrong with one path is told with the others; the rest goes on. */
  async function orFailure(batchId: string, path: string, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) throw error
      // Of the library, not of this path.
      if (error.code.startsWith('SQLITE_READONLY')) throw error
      if (isStorageFull(error)) await onStorageFull(failureOf(error))
      fail(batchId, path, failureOf(error))
    }
  }

  function fail(batchId: string, path: string, failure: IngestFailure): void {
    batches.failedToAdd(batchId, [{ path, ...failure }])
  }
}
