import type { DocumentType } from '#contract/passage'
import type { DocumentDraft } from './read-document.ts'

/** Which file on disk a document came from. */
export interface FileOfDocument {
  readonly path: string
  readonly sourceId: string
  readonly bytes: number
  readonly sha256: string
  readonly modifiedAt: number
}

export interface DocumentToWrite extends FileOfDocument {
  /** Which document of its file; empty for the one that the file itself is. */
  readonly part: string
  /** Names the document whatever file it came in; null where nothing does. */
  readonly identity: string | null
  readonly thread: string | null
  readonly draft: DocumentDraft
}

export interface WrittenDocument {
  readonly documentId: string
  readonly passages: number
}

export interface KnownDocument {
  readonly id: string
  readonly path: string
  readonly part: string
  readonly sha256: string
  readonly title: string
  readonly type: DocumentType
  readonly sourceId: string
  readonly modifiedAt: number
  readonly writtenAt: number | null
  readonly passages: number
  /** Null for a document that is one itself. */
  readonly parts: number | null
  /** Set when text and passages are gone and only the row is left. */
  readonly deletedAt: number | null
}

/** A file that holds several documents, all of which were written. */
export interface FinishedFile extends FileOfDocument {
  readonly title: string
  readonly type: DocumentType
  /** What the file holds now; documents of other parts are removed, save those that have an identity. */
  readonly parts: readonly string[]
  /** Of all its parts together. */
  readonly passages: number
}

export interface DocumentsToRemove {
  readonly documentIds?: readonly string[]
  readonly paths?: readonly string[]
  readonly sourceId?: string
}
