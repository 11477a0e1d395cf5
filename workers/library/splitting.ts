import { basename, extname } from 'node:path'
import type { IngestFailure, ReadOutcome } from '#contract/library.contract'
import type { DocumentStore } from './document.store.ts'
import type { DocumentToWrite, FileOfDocument, WrittenDocument } from './document.ts'
import { refuse } from './failure.ts'
import type { OpenFile } from './open-file.ts'
import type { ParserThread } from './parser-thread.ts'
import type { PartDraft } from './read-parts.ts'

export interface SplittingDeps {
  readonly documents: DocumentStore
  readonly parser: ParserThread
  /** Writes documents, as many in one transaction as come together. */
  readonly writing: {
    add(document: DocumentToWrite): Promise<WrittenDocument>
    /** Writes what waits for others, because no others come. */
    commit(): void
  }
}

export interface FileToSplitUp {
  readonly file: FileOfDocument
  readonly opened: OpenFile
  /** Title to use instead of the name of the file. */
  readonly title: string | null
  readonly signal?: AbortSignal
}

const names = /^(mbox|mbx|eml|zip|json|jsonl|)$/

/** Whether a file of this name may hold several documents; its content decides. */
export function mayHoldSeveral(name: string): boolean {
  return names.test(extname(name).slice(1).toLowerCase())
}

/** Takes the documents out of files that hold several: one at a time in memory, and unchanged ones cost no write. */
export function createSplitting({ documents, parser, writing }: SplittingDeps) {
  return { split }

  /** Null when no splitter takes the file. A file that ends early leaves what was read, and is not marked as read. */
  async function split({ file, opened, title: given, signal }: FileToSplitUp): Promise<ReadOutcome | null> {
    const { path } = file
    const parts = new Map<string, number>()
    let title = given ?? basename(path)
    const outcome = await parser.split(
      { name: basename(path), fd: opened.handle.fd, size: opened.stats.size },
      { take, last: writing.commit },
    )
    if (!outcome.ok) return { outcome: 'failed', failure: outcome.failure }
    const type = outcome.value
    if (type === null) return null
    if (parts.size === 0) return { outcome: 'failed', failure: nothing() }
    const after = await opened.handle.stat()
    if (after.size !== opened.stats.size || after.mtimeMs !== opened.stats.mtimeMs) {
      const { failure } = refuse('FILE_CHANGED_WHILE_READ', 'Size or time changed while the file was read')
      return { outcome: 'failed', failure }
    }
    const passages = [...parts.values()].reduce((sum, count) => sum + count, 0)
    const { documentId } = documents.finish({ ...file, title, type, parts: [...parts.keys()], passages })
    return { outcome: 'written', documentId, passages }

    async function take(found: PartDraft): Promise<void> {
      signal?.throwIfAborted()
      const isItself = found.part === ''
      if (isItself) title = given ?? found.draft.title
      const passages = await store(file, isItself ? { ...found, draft: { ...found.draft, title } } : found)
      parts.set(found.part, passages)
    }
  }

  async function store(file: FileOfDocument, found: PartDraft): Promise<number> {
    const { part, identity, thread, sha256, draft } = found
    const before = documents.findPart(file.path, part, identity)
    if (before && before.deletedAt === null) {
      const isKnown = before.sha256 === sha256 && before.path === file.path
      // The same conversation from an older export, whatever file that is: the newer text stays.
      const isOlder = identity !== null && isLater(before.writtenAt, draft.writtenAt)
      if (isKnown || isOlder) return before.passages
    }
    // The file itself counts as read only when all its parts are, so its own document has no hash until then.
    const own = part === '' ? '' : sha256
    const written = await writing.add({ ...file, part, identity, thread, sha256: own, draft })
    return written.passages
  }
}

function isLater(a: number | null, b: number | null): boolean {
  return a !== null && b !== null && a > b
}

function nothing(): IngestFailure {
  return refuse('FILE_HAS_NO_TEXT', 'It holds no document').failure
}
