import type { Passage, Place } from '#contract/passage'
import type { SearchFilters } from '#contract/search.contract'
import { type Connection, openConnection } from '#database/connection'
import type { LibraryKey } from '#database/library-key'
import { createFacets } from './facets.store.ts'
import { allOf, type Condition, createNarrowing, writtenTime } from './narrowing.store.ts'
import { shippedTuning, type Tuning } from './tuning.ts'

/** A passage by its key, with how well it fits; higher is better. */
export interface Ranked {
  readonly key: number
  readonly score: number
}

export interface StoredVector {
  readonly key: number
  readonly vector: Float32Array
}

export interface Counts {
  readonly documents: number
  readonly passages: number
  /** Documents whose file is gone for now; they are kept and not found. */
  readonly vanished: number
}

export type PassageStore = ReturnType<typeof createPassageStore>

interface HowToRead {
  readonly tuning?: Tuning
  readonly key?: LibraryKey | null
}

/** Opens the library for reading. */
export function openPassageStore(databasePath: string, { tuning = shippedTuning, key = null }: HowToRead = {}) {
  const database = openConnection(databasePath, { readonly: true, key })
  return { passages: createPassageStore(database, tuning), close: database.close }
}

/** Reads passages, their words and their vectors; writes nothing. */
export function createPassageStore({ sqlite }: Connection, { context }: Pick<Tuning, 'context'> = shippedTuning) {
  const narrowing = createNarrowing({ sqlite })
  const dataVersion = sqlite.prepare('PRAGMA data_version').pluck()
  const count = sqlite.prepare(`
    SELECT count(*) FILTER (WHERE deleted_at IS NULL AND parts IS NULL) AS documents,
      coalesce(sum(passages) FILTER (WHERE deleted_at IS NULL), 0) AS passages,
      count(*) FILTER (WHERE deleted_at IS NOT NULL AND passages > 0) AS vanished
    FROM documents`)
  const frequency = sqlite.prepare('SELECT doc FROM passage_terms WHERE term = ?').pluck()
  const termsFrom = sqlite.prepare<[string, string], { readonly term: string; readonly count: number }>(
    'SELECT term, doc AS count FROM passage_terms WHERE term >= ? AND term < ?',
  )
  const matching = sqlite.prepare(`
    SELECT rowid AS key, -bm25(passage_words, ${context.toFixed(2)}, 1.0) AS score FROM passage_words
    WHERE passage_words MATCH ? ORDER BY score DESC, key LIMIT ?`)
  const latest = sqlite
    .prepare<[string, number], number>(
      'SELECT rowid FROM passage_words WHERE passage_words MATCH ? ORDER BY rowid DESC LIMIT ?',
    )
    .pluck()
  const matchingKeys = sqlite.prepare('SELECT rowid FROM passage_words WHERE passage_words MATCH ?').pluck()
  const vectorsOf = sqlite.prepare(`
    SELECT passage_key AS key, vector FROM embeddings WHERE model = ? AND passage_key > ? ORDER BY passage_key LIMIT ?`)
  const vectorKeys = sqlite.prepare('SELECT passage_key FROM embeddings WHERE model = ? ORDER BY passage_key').pluck()
  const vectorCount = sqlite.prepare('SELECT count(*) FROM embeddings WHERE model = ?').pluck()
  const lastVectorKey = sqlite.prepare('SELECT max(passage_key) FROM embeddings WHERE model = ?').pluck()
  const vectorOf = sqlite.prepare('SELECT vector FROM embeddings WHERE model = ? AND passage_key = ?').pluck()
  const passage = sqlite.prepare(`${selectPassage} WHERE p.key = ?`)
  const keysOf = sqlite.prepare<[string], number>('SELECT key FROM passages WHERE document_id = ?').pluck()
  const titled = sqlite
    .prepare<[string, string, number], number>(`
      SELECT p.key FROM documents d INDEXED BY documents_by_title
      JOIN passages p ON p.document_id = d.id AND p.position = 0
      WHERE d.deleted_at IS NULL AND d.title COLLATE NOCASE >= ? AND d.title COLLATE NOCASE < ?
      ORDER BY d.title COLLATE NOCASE LIMIT ?`)
    .pluck()
  const writtenAt = sqlite
    .prepare(`SELECT ${writtenTime} FROM passages p JOIN documents d ON d.id = p.document_id WHERE p.key = ?`)
    .pluck()
  const writtenAtOf = sqlite.prepare(`SELECT ${writtenTime} FROM documents d WHERE d.id = ?`).pluck()
  const passageById = sqlite.prepare(`${selectPassage} WHERE p.id = ?`)

  return {
    /** Changes whenever another process has written to the library. */
    version: () => Number(dataVersion.get()),
    counts: () => count.get() as Counts,
    /** In how many passages a stem occurs. */
    frequency: (term: string) => Number(frequency.get(term) ?? 0),
    /** The stems that begin so, with the number of passages that have each. */
    termsFrom: (beginning: string) => termsFrom.all(beginning, `${beginning}\u{10ffff}`),
    /** Passages that match a full-text expression, best first by BM25. */
    matching: matchingAccepted,
    /** The newest passages that match, unranked: where a word is everywhere no score tells them apart. */
    latest: (expression: string, limit: number): Ranked[] =>
      latest.all(expression, limit).map((key, index) => ({ key, score: 1 / (1 + index) })),
    matchingKeys: (expression: string) => matchingKeys.all(expression) as number[],
    allowedKeys,
    byAge,
    /** When the documents of passages were written, in milliseconds since the Unix epoch, by passage. */
    writtenAt: (keys: readonly number[]) => new Map(keys.map((key) => [key, Number(writtenAt.get(key) ?? 0)])),
    writtenAtOf: (documentIds: readonly string[]) =>
      new Map(documentIds.map((id) => [id, Number(writtenAtOf.get(id) ?? 0)])),
    /** First passages of the documents whose title begins so, by title. */
    titled: (beginning: string, limit: number): Ranked[] =>
      titled.all(beginning, `${beginning}\u{10ffff}`, limit).map((key, index) => ({ key, score: 1 / (1 + index) })),
    facets: createFacets({ sqlite }, narrowing),
    /** The names that a query can be narrowed by. */
    names: narrowing.names,
    /** What the fields of a query narrow to. */
    narrow: narrowing.ofFields,
    /** Vectors of a model in the order of their keys, from the one after `after`. */
    vectors: (model: string, after: number, limit: number) =>
      (vectorsOf.all(model, after, limit) as { key: number; vector: Buffer }[]).map(toStoredVector),
    vectorKeys: (model: string) => vectorKeys.all(model) as number[],
    vectorCount: (model: string) => Number(vectorCount.get(model)),
    lastVectorKey: (model: string) => Number(lastVectorKey.get(model) ?? 0),
    vector: (model: string, key: number) => {
      const blob = vectorOf.get(model, key)
      return Buffer.isBuffer(blob) ? toVector(blob) : null
    },
    keysOf: (documentId: string) => keysOf.all(documentId),
    load: (keys: readonly number[]) => keys.flatMap((key) => toPassage(passage.get(key)) ?? []),
    loadById: (ids: readonly string[]) => ids.flatMap((id) => toPassage(passageById.get(id)) ?? []),
  }

  function matchingAccepted(expression: string, limit: number, accepts?: (key: number) => boolean): Ranked[] {
    if (!accepts) return matching.all(expression, limit) as Ranked[]
    const accepted: Ranked[] = []
    for (const row of matching.iterate(expression, -1) as Iterable<Ranked>) {
      if (!accepts(row.key)) continue
      accepted.push(row)
      if (accepted.length === limit) break
    }
    return accepted
  }

  /** Keys of the passages that pass the filters and conditions; documents that vanished never do. */
  function allowedKeys(filters: SearchFilters, fields: readonly Condition[] = []): readonly number[] {
    const { where, values } = allOf([...narrowing.ofFilters(filters), ...fields])
    return sqlite
      .prepare<(string | number)[], number>(
        `SELECT p.key FROM documents d JOIN passages p ON p.document_id = d.id WHERE ${where}`,
      )
      .pluck()
      .all(...values)
  }

  /** The first passages of the documents that pass, by their date: what is found where no words are given. */
  function byAge(
    filters: SearchFilters,
    fields: readonly Condition[],
    { limit, oldest }: { readonly limit: number; readonly oldest: boolean },
  ): Ranked[] {
    const { where, values } = allOf([...narrowing.ofFilters(filters), ...fields])
    const keys = sqlite
      .prepare<(string | number)[], number>(`
        SELECT p.key FROM documents d JOIN passages p ON p.document_id = d.id AND p.position = 0
        WHERE ${where} ORDER BY ${writtenTime} ${oldest ? 'ASC' : 'DESC'}, p.key LIMIT ?`)
      .pluck()
      .all(...values, limit)
    return keys.map((key, index) => ({ key, score: 1 / (1 + index) }))
  }
}

const selectPassage = `
  SELECT p.key, p.id, p.document_id AS documentId, d.path, d.title, d.type, d.source_id AS sourceId, d.modified_at AS modifiedAt,
    p.page, p.heading, p.start_line AS startLine, p.end_line AS endLine, p.start_offset AS start, p.end_offset AS end, p.place, p.text
  FROM passages p JOIN documents d ON d.id = p.document_id`

function toStoredVector({ key, vector }: { key: number; vector: Buffer }): StoredVector {
  return { key, vector: toVector(vector) }
}

function toVector(blob: Buffer): Float32Array {
  // A copy, because a blob may begin at any byte and floats may not.
  return new Float32Array(blob.buffer.slice(blob.byteOffset, blob.byteOffset + blob.byteLength))
}

/** A passage and the key by which words and vectors know it. */
export interface LoadedPassage extends Passage {
  readonly key: number
}

interface StoredPassage extends Omit<LoadedPassage, 'range' | 'place'> {
  readonly start: number
  readonly end: number
  /** As the library process wrote it. */
  readonly place: string | null
}

function toPassage(row: unknown): LoadedPassage | null {
  if (!row) return null
  const { start, end, place, ...passage } = row as StoredPassage
  return { ...passage, range: { start, end }, place: place === null ? null : (JSON.parse(place) as Place) }
}
