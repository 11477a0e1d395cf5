import { basename } from 'node:path'
import type { IngestFailure, ReadInput, ReadOutcome } from '#contract/library.contract'
import { createByteBudget } from './byte-budget.ts'
import type { DocumentStore, DocumentsToRemove, DocumentToWrite, WrittenDocument } from './document.store.ts'
import { isStorageFull, refuse } from './failure.ts'
import { createGroupCommit } from './group-commit.ts'
import type { Limits } from './limits.ts'
import { openFile, readBytes } from './open-file.ts'
import type { ParserThread } from './parser-thread.ts'

export interface IngestDeps {
  readonly documents: DocumentStore
  readonly parser: ParserThread
  readonly limits: Limits
}

export type Ingest = ReturnType<typeof createIngest>

/** Brings files into the library and takes them out. Many files may be read at once; their writes share transactions. */
export function createIngest({ documents, parser, limits }: IngestDeps) {
  const budget = createByteBudget(limits.waitingBytes)
  let atWork = 0
  const commit = createGroupCommit<DocumentToWrite, WrittenDocument>({
    write: documents.write,
    weightOf: ({ draft }) => draft.passages.length,
    isIdle: () => atWork === 0,
  })

  return { read, remove }

  /** Reads one file and makes it findable by words. The same bytes a second time change nothing. */
  async function read(input: ReadInput, signal?: AbortSignal): Promise<ReadOutcome> {
    atWork += 1
    const outcome = await prepare(input, signal).finally(() => {
      atWork -= 1
    })
    if (outcome.outcome !== 'prepared') {
      commit.check()
      return outcome
    }
    return store(outcome.document)
  }

  async function prepare({ path, root, sourceId, title }: ReadInput, signal?: AbortSignal): Promise<Prepared> {
    const opened = await openFile({ path, root, mostBytes: limits.fileBytes })
    if (!opened.ok) return { outcome: 'failed', failure: opened.failure }
    const { handle, stats } = opened.value
    try {
      const release = await budget.take(stats.size)
      try {
        signal?.throwIfAborted()
        const file = await readBytes(opened.value)
        if (!file.ok) return { outcome: 'failed', failure: file.failure }
        const { bytes, sha256, modifiedAt } = file.value

        const known = documents.find(path)
        if (known?.sha256 === sha256 && (title === null || title === known.title)) {
          documents.keep(known, { sourceId, modifiedAt })
          return { outcome: 'unchanged', documentId: known.id }
        }

        const read = await parser.read(basename(path), bytes)
        if (!read.ok) return { outcome: 'failed', failure: read.failure }
        const draft = title === null ? read.value : { ...read.value, title }
        return { outcome: 'prepared', document: { path, sourceId, sha256, modifiedAt, bytes: stats.size, draft } }
      } finally {
        release()
      }
    } catch (error) {
      return storageFailure(error)
    } finally {
      await handle.close()
    }
  }

  async function store(document: DocumentToWrite): Promise<ReadOutcome> {
    try {
      return { outcome: 'written', ...(await commit.add(document)) }
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

type Prepared =
  | Exclude<ReadOutcome, { readonly outcome: 'written' }>
  | { readonly outcome: 'prepared'; readonly document: DocumentToWrite }

/** A full disk is a failure of the file, which can be tried again; anything else is a bug and is thrown on. */
function storageFailure(error: unknown): { readonly outcome: 'failed'; readonly failure: IngestFailure } {
  if (isStorageFull(error)) {
    const { failure } = refuse('STORAGE_FULL', 'The library could not be written')
    return { outcome: 'failed', failure }
  }
  throw error
}
