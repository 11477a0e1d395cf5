import type { DocumentState } from '#contract/document-state'
import { type Passage, Place } from '#contract/passage'
import type { Database } from '#database/database'
import type { documents, imports, jobs, symbols } from '#database/library.table'
import { pausedPriority } from './job.store.ts'
import { vanished } from './vanished.ts'

type DocumentRow = typeof documents.$inferSelect
type JobRow = typeof jobs.$inferSelect

/** What the library knows of a path, to tell a new or changed file from one that can be left alone. */
export interface KnownFile {
  readonly path: string
  readonly documentId: string | null
  readonly sourceId: string | null
  readonly bytes: number | null
  readonly modifiedAt: number | null
  readonly jobKind: JobRow['kind'] | null
  readonly jobState: JobRow['state'] | null
  readonly jobBytes: number | null
  readonly jobModifiedAt: number | null
  readonly failureCode: string | null
}

export interface Counts {
  readonly documents: number
  readonly passages: number
  readonly passagesWaiting: number
  readonly queue: number
  readonly byState: Readonly<Record<DocumentState, number>>
}

interface StoredPassage extends Omit<Passage, 'range' | 'place'> {
  readonly startOffset: number
  readonly endOffset: number
  readonly place: string | null
}
type StoredSymbol = Pick<typeof symbols.$inferSelect, 'name' | 'kind' | 'startLine' | 'endLine'>
type StoredImport = Pick<typeof imports.$inferSelect, 'module' | 'line'>
export type StoredDocument = Omit<DocumentRow, 'deletedAt'> & { readonly text: string }
export type DocumentStore = ReturnType<typeof createDocumentStore>

/** Reads what the library process wrote; writes nothing. */
export function createDocumentStore({ sqlite }: Database) {
  const known = sqlite.prepare<[string], KnownFile>(`
    SELECT p.value AS path, d.id AS documentId, d.source_id AS sourceId, d.bytes, d.modified_at AS modifiedAt,
      j.kind AS jobKind, j.state AS jobState, j.bytes AS jobBytes, j.modified_at AS jobModifiedAt, j.failure_code AS failureCode
    FROM json_each(?) p LEFT JOIN documents d ON d.path = p.value AND d.part = '' AND d.deleted_at IS NULL LEFT JOIN jobs j ON j.path = p.value`)

  const below = sqlite
    .prepare<{ path: string; from: string; to: string; sourceId: string }, number>(`
      SELECT count(*) FROM (SELECT 1 FROM documents WHERE path = @path AND part = '' AND source_id = @sourceId AND deleted_at IS NULL
        UNION ALL SELECT 1 FROM documents WHERE path > @from AND path < @to AND +part = '' AND +source_id = @sourceId
          AND +deleted_at IS NULL)`)
    .pluck()
  const pausedJobs = sqlite
    .prepare<[], number>(`SELECT count(*) FROM jobs WHERE state = 'waiting' AND priority >= ${pausedPriority}`)
    .pluck()

  return { counts, knownFiles, pathsBelow, countBelow, pathsOf, inFiles, find, passages, outline }

  function counts(): Counts {
    // Three looks into one index: grouping by conditions would visit it all and sort it.
    const words = countDocuments('deleted_at IS NULL AND parts IS NULL AND embedded_at IS NULL')
    const ready = countDocuments('deleted_at IS NULL AND parts IS NULL AND embedded_at IS NOT NULL')
    const gone = countDocuments(vanished('documents'))
    const byJob = sqlite
      .prepare<[], { kind: string; state: JobRow['state']; isNew: number; count: number }>(
        'SELECT kind, state, document_id IS NULL AS isNew, count(*) AS count FROM jobs GROUP BY kind, state, isNew',
      )
      .all()
    const jobCount = (state: JobRow['state']) => sum(byJob.filter((row) => row.state === state && row.kind === 'read'))
    // What holds documents is none itself, so it was not counted above.
    const holders = sqlite
      .prepare<[], number>(
        `SELECT count(*) FROM documents d JOIN jobs j ON j.path = d.path AND j.kind = 'read' AND j.document_id IS NOT NULL
         WHERE d.deleted_at IS NULL AND d.parts IS NOT NULL`,
      )
      .pluck()
      .get()
    const reread = sum(byJob.filter((row) => row.kind === 'read' && !row.isNew)) - (holders ?? 0)
    return {
      documents: words.documents + ready.documents,
      passages: words.passages + ready.passages,
      passagesWaiting: words.passages,
      // What waits in a paused source waits for a person, not for the queue.
      queue: sum(byJob.filter((row) => row.state === 'waiting' || row.state === 'running')) - (pausedJobs.get() ?? 0),
      byState: {
        waiting: jobCount('waiting'),
        reading: jobCount('running'),
        failed: jobCount('failed'),
        cancelled: jobCount('cancelled'),
        words: words.documents,
        // A document that is read anew counts once, by the state of its job.
        ready: Math.max(0, ready.documents - reread),
        gone: gone.documents,
      },
    }
  }

  function countDocuments(condition: string): { readonly documents: number; readonly passages: number } {
    const counted = sqlite
      .prepare<[], { documents: number; passages: number }>(
        `SELECT count(*) AS documents, coalesce(sum(passages), 0) AS passages FROM documents WHERE ${condition}`,
      )
      .get()
    return counted ?? { documents: 0, passages: 0 }
  }

  function knownFiles(paths: readonly string[]): ReadonlyMap<string, KnownFile> {
    return new Map(known.all(JSON.stringify(paths)).map((file) => [file.path, file]))
  }

  /** Paths of documents and jobs at `path` or below it, of one source or of all, in slices of bounded size; not those that outlive their file. */
  function* pathsBelow(path: string, separator: string, sourceId: string | null): Generator<readonly string[]> {
    const { from, to } = rangeBelow(path, separator)
    // Each table gives one slice in the order of its paths; the plus keeps the index of paths in use.
    const part = (table: string, condition: string) => `
      SELECT path FROM (SELECT path FROM ${table} WHERE ${condition} AND path > @after AND path < @to
        AND (@sourceId IS NULL OR +source_id = @sourceId) ORDER BY path LIMIT 1000)`
    const inSlices = sqlite
      .prepare<{ to: string; after: string; sourceId: string | null }, string>(`
        ${part('documents', '+deleted_at IS NULL AND identity IS NULL')} UNION ${part('jobs', "+kind = 'read'")} ORDER BY path LIMIT 1000`)
      .pluck()
    const itself = sqlite
      .prepare<{ path: string; sourceId: string | null }, string>(`
        SELECT path FROM documents WHERE path = @path AND deleted_at IS NULL AND identity IS NULL AND (@sourceId IS NULL OR source_id = @sourceId)
        UNION SELECT path FROM jobs WHERE path = @path AND kind = 'read' AND (@sourceId IS NULL OR source_id = @sourceId)`)
      .pluck()
      .all({ path, sourceId })
    if (itself.length > 0) yield itself
    for (let after = from; ; ) {
      const slice = inSlices.all({ to, after, sourceId })
      if (slice.length === 0) return
      yield slice
      after = slice.at(-1) ?? after
    }
  }

  /** How many files at `path` or below it are in the library as part of a source. */
  function countBelow(path: string, separator: string, sourceId: string): number {
    const { from, to } = rangeBelow(path, separator)
    return below.get({ path, from, to, sourceId }) ?? 0
  }

  /** Paths of the files that are these documents; a document inside a file has none of its own. */
  function pathsOf(documentIds: readonly string[]): readonly string[] {
    return sqlite
      .prepare<[string], string>(
        "SELECT path FROM documents WHERE id IN (SELECT value FROM json_each(?)) AND part = ''",
      )
      .pluck()
      .all(JSON.stringify(documentIds))
  }

  /** The documents of files, with those that files hold beside themselves. */
  function inFiles(paths: readonly string[]): string[] {
    return sqlite
      .prepare<[string], string>('SELECT id FROM documents WHERE path IN (SELECT value FROM json_each(?))')
      .pluck()
      .all(JSON.stringify(paths))
  }

  function find(documentId: string): StoredDocument | undefined {
    return sqlite
      .prepare<[string], StoredDocument>(`
        SELECT d.id, d.source_id AS sourceId, d.path, d.title, d.type, d.code_language AS codeLanguage, d.bytes, d.sha256,
          d.part, d.parts, d.identity, d.author, d.written_at AS writtenAt, d.thread,
          d.modified_at AS modifiedAt, d.pages, d.passages, d.embedded_at AS embeddedAt, d.created_at AS createdAt,
          d.updated_at AS updatedAt, coalesce(t.text, '') AS text
        FROM documents d LEFT JOIN document_texts t ON t.document_id = d.id
        WHERE d.id = ? AND d.deleted_at IS NULL`)
      .get(documentId)
  }

  function passages(documentId: string): readonly Passage[] {
    return sqlite
      .prepare<[string], StoredPassage>(`
        SELECT p.id, p.document_id AS documentId, d.path, d.title, d.type, d.source_id AS sourceId,
          d.modified_at AS modifiedAt, p.page, p.heading, p.start_line AS startLine, p.end_line AS endLine,
          p.start_offset AS startOffset, p.end_offset AS endOffset, p.place, p.text
        FROM passages p JOIN documents d ON d.id = p.document_id WHERE p.document_id = ? ORDER BY p.position`)
      .all(documentId)
      .map(({ startOffset, endOffset, place, ...passage }) => ({
        ...passage,
        range: { start: startOffset, end: endOffset },
        place: place === null ? null : Place.parse(JSON.parse(place)),
      }))
  }

  /** Definitions and imports of source code in the order they stand there; none of other documents. */
  function outline(documentId: string) {
    return {
      symbols: sqlite
        .prepare<[string], StoredSymbol>(`
          SELECT name, kind, start_line AS startLine, end_line AS endLine FROM symbols WHERE document_id = ? ORDER BY id`)
        .all(documentId),
      imports: sqlite
        .prepare<[string], StoredImport>('SELECT module, line FROM imports WHERE document_id = ? ORDER BY id')
        .all(documentId),
    }
  }
}

/** Between these lie the paths below a folder, and no others. */
function rangeBelow(path: string, separator: string): { readonly from: string; readonly to: string } {
  const from = path.endsWith(separator) ? path : path + separator
  return { from, to: from.slice(0, -1) + String.fromCharCode(separator.charCodeAt(0) + 1) }
}

function sum(rows: readonly { readonly count: number }[]): number {
  return rows.reduce((total, row) => total + row.count, 0)
}
