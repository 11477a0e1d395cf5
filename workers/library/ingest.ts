import { lstatSync } from 'node:fs'
import { basename, extname, parse as parsePath } from 'node:path'
import type { IngestFailure, ReadInput, ReadOutcome } from '#contract/library.contract'
import type { SealedFolder } from '#database/sealed-file'
import { traced } from '#models/tracing/traced'
import { createByteBudget } from './byte-budget.ts'
import type { DocumentStore } from './document.store.ts'
import type { DocumentsToRemove, DocumentToWrite, FileOfDocument, KnownDocument, WrittenDocument } from './document.ts'
import { isStorageFull, refuse } from './failure.ts'
import { createGroupCommit } from './group-commit.ts'
import type { Limits } from './limits.ts'
import { hashFile, type OpenFile, openFile, readBytes } from './open-file.ts'
import type { ParserThread } from './parser-thread.ts'
import { createSplitting, mayHoldSeveral } from './splitting.ts'

export interface IngestDeps {
  readonly documents: DocumentStore
  readonly parser: ParserThread
  readonly limits: Limits
  readonly sealed?: SealedFolder | null
}

export type Ingest = ReturnType<typeof createIngest>

/** Brings files into the library and takes them out. Many files may be read at once; their writes share transactions. */
export function createIngest({ documents, parser, limits, sealed = null }: IngestDeps) {
  const budget = createByteBudget(limits.waitingBytes)
  let atWork = 0
  const commit = createGroupCommit<DocumentToWrite, WrittenDocument>({
    write: documents.write,
    weightOf: ({ draft }) => draft.passages.length,
    isIdle: () => atWork === 0,
  })
  const splitting = createSplitting({ documents, parser, writing: commit })

  return { read, remove }

  /** Reads one file and makes it findable by words. The same bytes a second time change nothing. */
  async function read(input: ReadInput, signal?: AbortSignal): Promise<ReadOutcome> {
    atWork += 1
    const outcome = await traced('read-file', () => prepare(input, signal)).finally(() => {
      atWork -= 1
    })
    if (outcome.outcome === 'failed') return failed(input.path, outcome)
    if (outcome.outcome !== 'prepared') {
      commit.check()
      return outcome
    }
    return store(outcome.document)
  }

  /** A file that holds no text any more has none in the library either; what may pass leaves the document as it was. */
  function failed(path: string, outcome: ReadOutcome & { readonly outcome: 'failed' }): ReadOutcome {
    commit.check()
    const stale = isAboutContent.has(outcome.failure.code) ? documents.find(path) : null
    if (!stale || stale.deletedAt !== null || stale.parts !== null) return outcome
    try {
      documents.remove(documents.idsOf({ paths: [path] }))
      return outcome
    } catch (error) {
      return storageFailure(error)
    }
  }

  async function prepare(input: ReadInput, signal?: AbortSignal): Promise<Prepared> {
    const { path, root } = input
    const several = mayHoldSeveral(basename(path))
    const opened = await openFile({ path, root, sealed, mostBytes: several ? limits.holderBytes : limits.fileBytes })
    if (!opened.ok) return { outcome: 'failed', failure: opened.failure }
    const { handle, stats } = opened.value
    try {
      if (several) {
        const split = await prepareSeveral(input, opened.value, signal)
        if (split) return split
        if (stats.size > limits.fileBytes) {
          const { failure } = refuse('FILE_TOO_LARGE', `${stats.size} bytes, at most ${limits.fileBytes} are read`)
          return { outcome: 'failed', failure }
        }
      }
      const release = await budget.take(stats.size)
      try {
        signal?.throwIfAborted()
        return await prepareOne(input, opened.value)
      } finally {
        release()
      }
    } catch (error) {
      return storageFailure(error)
    } finally {
      await handle.close()
    }
  }

  async function prepareOne(input: ReadInput, opened: OpenFile): Promise<Prepared> {
    const { path, sourceId, title } = input
    const bytesRead = await readBytes(opened)
    if (!bytesRead.ok) return { outcome: 'failed', failure: bytesRead.failure }
    const { bytes, sha256, modifiedAt } = bytesRead.value
    const file: FileOfDocument = { path, sourceId, sha256, modifiedAt, bytes: opened.stats.size }
    const unchanged = keepUnchanged(file, title)
    if (unchanged) return unchanged
    const read = await traced('parse', () => parser.read(basename(path), bytes))
    if (!read.ok) return { outcome: 'failed', failure: read.failure }
    const draft = title === null ? read.value : { ...read.value, title }
    return { outcome: 'prepared', document: { ...file, part: '', identity: null, thread: null, draft } }
  }

  /** Null when the file turns out to be one document after all. */
  async function prepareSeveral(
    input: ReadInput,
    opened: OpenFile,
    signal?: AbortSignal,
  ): Promise<Exclude<ReadOutcome, { readonly outcome: 'prepared' }> | null> {
    const { path, sourceId } = input
    const hashed = await hashFile(opened)
    if (!hashed.ok) return { outcome: 'failed', failure: hashed.failure }
    const { sha256, modifiedAt } = hashed.value
    const file: FileOfDocument = { path, sourceId, sha256, modifiedAt, bytes: opened.stats.size }
    return keepUnchanged(file, input.title) ?? splitting.split({ file, opened, title: input.title, signal })
  }

  /** A file whose bytes are known, here or under a name that is gone, is kept as it is. */
  function keepUnchanged(file: FileOfDocument, title: string | null) {
    const { path, sha256 } = file
    const before = documents.find(path) ?? adopted(file)
    if (before?.sha256 !== sha256 || !isWhole(before)) return null
    if (title !== null && title !== before.title) return null
    documents.keep(before, file)
    return { outcome: 'unchanged', documentId: before.id } as const
  }

  /** A file that was moved or renamed keeps its document: the same bytes, known under a name where nothing is any more. */
  function adopted({ path, sha256 }: FileOfDocument): KnownDocument | null {
    for (const twin of documents.twins(sha256)) {
      // Looked at in the same breath as it is moved: a file may come back as quickly as it went.
      if (twin.deletedAt === null && isThere(twin.path)) continue
      if (documents.move(twin.path, path, { readAnew: !isNamedAlike(twin, path) })) return documents.find(path)
    }
    return null
  }

  async function store(document: DocumentToWrite): Promise<ReadOutcome> {
    try {
      return { outcome: 'written', ...(await traced('write', () => commit.add(document))) }
    } catch (error) {
      return storageFailure(error)
    }
  }

  /** Removes documents with all that was derived from them, some at a time so that readers and writers get their turn. */
  async function remove(wanted: DocumentsToRemove, signal?: AbortSignal): Promise<number> {
    const ids = documents.idsOf(wanted)
    let removed = 0
    for (let from = 0; from < ids.length; from += 50) {
      signal?.throwIfAborted()
      removed += documents.remove(ids.slice(from, from + 50))
      await new Promise((resolve) => setImmediate(resolve))
    }
    return removed
  }
}

type Prepared = ReadOutcome | { readonly outcome: 'prepared'; readonly document: DocumentToWrite }

/** Failures that say something of the bytes as they are now. */
const isAboutContent: ReadonlySet<IngestFailure['code']> = new Set([
  'FILE_EMPTY',
  'FILE_BINARY',
  'FILE_DAMAGED',
  'FILE_HAS_NO_TEXT',
  'FILE_LOCKED_WITH_PASSWORD',
  'FORMAT_UNSUPPORTED',
  'PICTURES_NOT_SET_UP',
  'RECORDINGS_NOT_SET_UP',
])

/** Of a file that vanished only the row is left; it is read anew. */
function isWhole({ deletedAt, passages }: KnownDocument): boolean {
  return deletedAt === null || passages > 0
}

/** Whether something has this name, or may have it: only certain absence counts. */
function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined
  } catch {
    return true
  }
}

/** What a file is taken for, and sometimes its title, follow its name. */
function isNamedAlike({ path: before, title }: KnownDocument, now: string): boolean {
  const names = [basename(before), parsePath(before).name]
  return extname(before) === extname(now) && !names.includes(title)
}

/** A full disk is a failure of the file, which can be tried again; anything else is a bug and is thrown on. */
function storageFailure(error: unknown): { readonly outcome: 'failed'; readonly failure: IngestFailure } {
  if (isStorageFull(error)) {
    const { failure } = refuse('STORAGE_FULL', 'The library could not be written')
    return { outcome: 'failed', failure }
  }
  throw error
}
