import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { binContract } from './bin.contract.ts'
import { collectionsContract } from './collections.contract.ts'
import { dictationWork } from './dictation.contract.ts'
import { DocumentState } from './document-state.ts'
import { embeddingWork } from './embedding-work.ts'
import { fileCheckContract } from './file-check.contract.ts'
import { Category, labelsContract } from './labels.contract.ts'
import { DocumentDetail } from './library-item.ts'
import { DocumentType, Passage } from './passage.ts'
import { ReadingSetup } from './reading.ts'
import type { Failure } from './result.ts'
import { rulesContract } from './rules.contract.ts'
import { SOURCE_NOT_FOUND, sourcesContract } from './sources.contract.ts'
import { treeContract } from './tree.contract.ts'

/** Why a file is not in the library. The sentence for people is in `library.sentences.ts`. */
export const IngestFailureCode = z.enum([
  'FILE_MISSING',
  'FILE_UNREADABLE',
  'FILE_EMPTY',
  'FILE_TOO_LARGE',
  'FORMAT_UNSUPPORTED',
  'FILE_BINARY',
  'FILE_DAMAGED',
  'FILE_LOCKED_WITH_PASSWORD',
  'FILE_HAS_NO_TEXT',
  'PICTURES_NOT_SET_UP',
  'RECORDINGS_NOT_SET_UP',
  'SOUND_PROGRAM_MISSING',
  'FILE_TOO_SLOW',
  'FILE_ENDS_READER',
  'FILE_CHANGED_WHILE_READ',
  'LINK_LOOP',
  'PATH_OUTSIDE_SOURCE',
  'STORAGE_FULL',
])
export type IngestFailureCode = z.infer<typeof IngestFailureCode>

export const IngestFailure = z.object({ code: IngestFailureCode, message: z.string() })
export type IngestFailure = z.infer<typeof IngestFailure>

export const LibraryItem = z.object({
  /** Null until the file was read for the first time. */
  documentId: z.string().nullable(),
  /** The job still to do for this file, or the one that failed. */
  jobId: z.string().nullable(),
  sourceId: z.string(),
  path: z.string(),
  /** Which document of a file that holds several; empty for the file itself. */
  part: z.string(),
  title: z.string(),
  type: DocumentType.nullable(),
  /** Of a file that holds documents the least of theirs. */
  state: DocumentState,
  failure: IngestFailure.nullable(),
  /** How many documents are in the file, beside itself; null for what holds none. `insideOf` of the list shows them. */
  holds: z.number().int().nullable(),
  /** Of a file that holds documents those of all of them. */
  passages: z.number().int(),
  bytes: z.number().int(),
  /** When the file changed; of a document inside a file when it was written, where it says so. */
  modifiedAt: z.number().nullable(),
  tags: z.array(z.string()),
  category: z.string().nullable(),
})
export type LibraryItem = z.infer<typeof LibraryItem>

export const LibraryProgress = z.object({
  /** Files of the present run of work: `done` of `total`. Both 0 when idle. */
  done: z.number().int(),
  total: z.number().int(),
  /** Passages that still lack a vector. */
  passagesWaiting: z.number().int(),
  filesPerMinute: z.number().nullable(),
  passagesPerSecond: z.number().nullable(),
  secondsLeft: z.number().nullable(),
  paused: z.boolean(),
  /** Set while all work stands still for a reason a person can lift, e.g. a full disk. */
  blocked: IngestFailure.nullable(),
})
export type LibraryProgress = z.infer<typeof LibraryProgress>

export const LibraryState = z.object({
  documents: z.number().int(),
  passages: z.number().int(),
  byState: z.record(DocumentState, z.number().int()),
  /** Jobs waiting or running. */
  queue: z.number().int(),
  progress: LibraryProgress,
})
export type LibraryState = z.infer<typeof LibraryState>

export const AddInput = z.object({
  /** Absolute paths of files and folders. */
  paths: z.array(z.string().min(1).max(4_096)).min(1).max(10_000),
  watch: z.boolean().default(true),
})
export type AddInput = z.input<typeof AddInput>

export const AddFailure = IngestFailure.extend({ path: z.string() })
export type AddFailure = z.infer<typeof AddFailure>

export const Added = z.object({
  sourceIds: z.array(z.string()),
  /** Names the batch for `follow`. */
  batchId: z.string(),
  /** Files queued because they are new or changed. */
  added: z.number().int(),
  /** Files left alone: already in the library and unchanged, or of a kind that is left out by default. */
  skipped: z.number().int(),
  failed: z.array(AddFailure),
})
export type Added = z.infer<typeof Added>

/** How a batch goes; the last event has both `seconds` set. */
export const BatchEvent = z.object({
  /** Files queued and not failed: at the end, those that are in the library because of this batch. */
  added: z.number().int(),
  skipped: z.number().int(),
  failed: z.array(AddFailure),
  /** Files of the batch read or failed so far, of `total`. */
  done: z.number().int(),
  total: z.number().int(),
  passagesWaiting: z.number().int(),
  /** Wall time from `add` until all was findable by words, and by meaning; null until then. */
  seconds: z.object({ words: z.number().nullable(), meaning: z.number().nullable() }),
  finished: z.boolean(),
})
export type BatchEvent = z.infer<typeof BatchEvent>

export const ListInput = z.object({
  filter: z.string().max(500).default(''),
  states: z.array(DocumentState).default([]),
  sourceId: z.string().optional(),
  types: z.array(DocumentType).default([]),
  /** Documents that have one of these tags. */
  tags: z.array(z.string()).default([]),
  /** This category and everything below it. */
  category: Category.optional(),
  collectionId: z.string().optional(),
  /** The documents inside this one's file (a mailbox, an export of chats, a message's attachments) instead of files. */
  insideOf: z.string().optional(),
  sort: z.enum(['title', 'source', 'state', 'passages', 'changed']).default('changed'),
  descending: z.boolean().default(true),
  offset: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(500).default(100),
})
export type ListInput = z.input<typeof ListInput>

export interface DocumentNotFound extends Failure<'DOCUMENT_NOT_FOUND'> {
  readonly documentId: string
}
export interface OriginalGone extends Failure<'ORIGINAL_GONE'> {
  readonly path: string
}

const DOCUMENT_NOT_FOUND = { status: 404, data: z.object({ documentId: z.string() }) }
const ORIGINAL_GONE = { status: 410, data: z.object({ path: z.string() }) }

/** What the page, the command line and HTTP may ask of the library. */
export const libraryContract = {
  /** Queues files and folders; each file is a durable job before this returns. */
  add: oc
    .route({ method: 'POST', path: '/library/add', summary: 'Add files and folders by path' })
    .input(AddInput)
    .output(Added),
  /** Keeps a pasted text as a document of its own. */
  addText: oc
    .route({ method: 'POST', path: '/library/texts', summary: 'Add a pasted text' })
    .input(z.object({ title: z.string().trim().min(1).max(200), text: z.string().min(1).max(20_000_000) }))
    .output(Added),
  /** Keeps a copy of a file which the page holds but whose path it cannot know (a browser's drag and drop). */
  addFile: oc.input(z.object({ name: z.string().min(1).max(255), base64: z.string().max(140_000_000) })).output(Added),
  /** Adds the sample library that ships with Alcove. */
  addSample: oc.output(Added),
  /** Reports a batch until it is finished. */
  follow: oc.input(z.object({ batchId: z.string() })).output(eventIterator(BatchEvent)),
  /** How many files are in which state, and how far the work is. */
  state: oc
    .route({ method: 'GET', path: '/library', summary: 'Count documents by state and report progress' })
    .output(LibraryState),
  /** Announces the state whenever it changed, at most four times a second; the first event comes at once. */
  changes: oc.output(eventIterator(LibraryState)),
  /** A page of files with their states, filtered and sorted. */
  list: oc
    .route({ method: 'POST', path: '/library/list', summary: 'List files with their state' })
    .input(ListInput)
    .output(z.object({ items: z.array(LibraryItem), total: z.number().int() })),
  /** One document with its whole text form. */
  document: oc
    .route({ method: 'GET', path: '/library/documents/{documentId}', summary: 'Read a document' })
    .input(z.object({ documentId: z.string() }))
    .errors({ DOCUMENT_NOT_FOUND })
    .output(DocumentDetail),
  /** The passages of a document in reading order. */
  passages: oc
    .route({ method: 'GET', path: '/library/documents/{documentId}/passages', summary: 'Passages of a document' })
    .input(z.object({ documentId: z.string() }))
    .errors({ DOCUMENT_NOT_FOUND })
    .output(z.array(Passage)),
  /** Definitions and imports of source code, in the order they stand there; empty for other documents. */
  outline: treeContract.outline,
  /** Bytes of the original file from `offset` on, at most `length`, so that a viewer can load a PDF piece by piece. */
  original: oc
    .input(
      z.object({
        documentId: z.string(),
        offset: z.number().int().min(0),
        length: z.number().int().min(1).max(4_194_304),
      }),
    )
    .errors({ DOCUMENT_NOT_FOUND, ORIGINAL_GONE })
    .output(z.object({ base64: z.string(), total: z.number().int() })),
  /** Puts failed or cancelled files back into the queue; all of them when no id is given. */
  retry: oc
    .route({ method: 'POST', path: '/library/retry', summary: 'Try failed files again' })
    .input(z.object({ jobIds: z.array(z.string()).default([]) }))
    .output(z.object({ queued: z.number().int() })),
  /** Takes files that wait out of the queue; all of them when no id is given. */
  cancel: oc
    .route({ method: 'POST', path: '/library/cancel', summary: 'Cancel waiting files' })
    .input(z.object({ jobIds: z.array(z.string()).default([]) }))
    .output(z.object({ cancelled: z.number().int() })),
  /** Stops all work on files until `resume`; what was begun is finished. */
  pause: oc
    .route({ method: 'POST', path: '/library/pause', summary: 'Pause all work on files' })
    .output(LibraryProgress),
  /** Goes on with the work on files. */
  resume: oc
    .route({ method: 'POST', path: '/library/resume', summary: 'Go on with work on files' })
    .output(LibraryProgress),
  /** Puts back a source that was removed and reads its files again. */
  restoreSource: oc
    .route({ method: 'POST', path: '/library/sources/{sourceId}/restore', summary: 'Undo the removal of a source' })
    .input(z.object({ sourceId: z.string() }))
    .errors({ SOURCE_NOT_FOUND })
    .output(Added),
  ...sourcesContract,
  /** What pictures and recordings can be read with, and where the person puts what is missing. */
  reading: oc
    .route({ method: 'GET', path: '/library/reading', summary: 'What pictures and recordings are read with' })
    .output(ReadingSetup),
  /** Groups of sources. */
  collections: collectionsContract,
  /** Tags and categories of documents. */
  labels: labelsContract,
  /** What is left out, and why. */
  rules: rulesContract,
  /** What a person took out of the library. */
  bin: binContract,
  /** The library as a tree, and why something is not found. */
  tree: { children: treeContract.children, why: treeContract.why },
}

export const ReadInput = z.object({
  path: z.string(),
  sourceId: z.string(),
  /** Folder the real path must stay in; null for a single file the person named. */
  root: z.string().nullable(),
  /** Title to use instead of the one found in the file. */
  title: z.string().nullable(),
})
export type ReadInput = z.infer<typeof ReadInput>

export const ReadOutcome = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('written'), documentId: z.string(), passages: z.number().int() }),
  z.object({ outcome: z.literal('unchanged'), documentId: z.string() }),
  z.object({ outcome: z.literal('failed'), failure: IngestFailure }),
])
export type ReadOutcome = z.infer<typeof ReadOutcome>

/** What main may ask of the library process, the only writer of documents, passages and embeddings. */
export const libraryWorkerContract = {
  ...fileCheckContract,
  /** Reads one file and makes it findable by words; one transaction. A second call with the same bytes changes nothing. */
  read: oc.input(ReadInput).output(ReadOutcome),
  /** Removes documents with all that was derived from them. */
  remove: oc
    .input(
      z.object({
        documentIds: z.array(z.string()).optional(),
        paths: z.array(z.string()).optional(),
        sourceId: z.string().optional(),
      }),
    )
    .output(z.object({ documents: z.number().int() })),
  /** Deletes the rows of documents that were removed before, by id or of a source; they cannot be brought back. */
  forget: oc
    .input(z.object({ documentIds: z.array(z.string()).optional(), sourceId: z.string().optional() }))
    .output(z.object({ documents: z.number().int() })),
  ...embeddingWork,
  ...dictationWork,
}
