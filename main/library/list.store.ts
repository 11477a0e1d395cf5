import { basename } from 'node:path'
import type { DocumentState } from '#contract/document-state'
import type { IngestFailureCode, LibraryItem, ListInput } from '#contract/library.contract'
import type { Database } from '#database/database'
import { documentName } from '#database/document-name'
import { collectedSources, taggedDocuments } from '#database/narrowed'
import type { LabelStore } from './label.store.ts'
import { vanished } from './vanished.ts'

type Row = Omit<LibraryItem, 'failure' | 'tags' | 'category'> & {
  readonly failureCode: IngestFailureCode | null
  readonly failureMessage: string | null
}
type Limits = 'sourceId' | 'insideOf' | 'types' | 'tags' | 'category' | 'collectionId'
export type ListQuery = Required<Omit<ListInput, Limits>> & Pick<ListInput, Limits>
export type ListStore = ReturnType<typeof createListStore>

const few = 3_000
const jobStates: readonly DocumentState[] = ['waiting', 'reading', 'failed', 'cancelled']
const jobState = "CASE j.state WHEN 'running' THEN 'reading' ELSE j.state END"

const sortColumns = {
  // What a person sees it called, which for most files is their name on disk.
  title: 'name COLLATE NOCASE',
  source: '(SELECT s.title FROM sources s WHERE s.id = sourceId) COLLATE NOCASE',
  state: 'state',
  passages: 'passages',
  changed: 'modifiedAt',
} as const

/** Files go by their name and time on disk, as the indexes have them; what is inside a file by its title and when it was written. */
function documentColumns({ filter, insideOf }: ListQuery): string {
  const isMixed = filter !== '' || insideOf !== undefined
  const [name, time] = [documentName('d'), 'd.modified_at']
  return `d.id AS documentId, NULL AS jobId, d.source_id AS sourceId, d.path AS path, d.part, d.parts, d.title AS title,
  ${isMixed ? `CASE WHEN d.part <> '' THEN d.title ELSE ${name} END` : name} AS name, d.type,
  CASE WHEN d.deleted_at IS NOT NULL THEN 'gone' WHEN d.embedded_at IS NULL THEN 'words' ELSE 'ready' END AS state,
  d.passages AS passages, d.bytes, ${isMixed ? `CASE WHEN d.part <> '' THEN coalesce(d.written_at, ${time}) ELSE ${time} END` : time} AS modifiedAt,
  NULL AS failureCode, NULL AS failureMessage`
}
const jobColumns = `d.id AS documentId, j.id AS jobId, j.source_id AS sourceId, j.path AS path, coalesce(d.part, '') AS part, d.parts,
  coalesce(d.title, j.title, file_name(j.path)) AS title,
  CASE WHEN d.id IS NULL THEN coalesce(j.title, file_name(j.path)) ELSE ${documentName('d')} END AS name, d.type, ${jobState} AS state, coalesce(d.passages, 0) AS passages,
  j.bytes, coalesce(j.modified_at, d.modified_at) AS modifiedAt, j.failure_code AS failureCode, j.failure_message AS failureMessage`

/** Of the documents inside the file of a row. Asked only for rows of the page, and not for mailboxes, which know it themselves. */
function inside(what: string, condition = ''): string {
  return `(SELECT ${what} FROM documents i WHERE i.path = page.path AND i.part <> '' AND i.deleted_at IS NULL ${condition})`
}

// A message may have attachments; conversations come and go with other exports.
const mayHold = `documentId IS NOT NULL AND part = '' AND ((type = 'mail' AND parts IS NULL) OR type = 'chat')`

// The name is there to sort by.
const shown = `documentId, jobId, sourceId, path, part, title, type,
  CASE WHEN state = 'ready' AND ${mayHold} AND ${inside('1', 'AND i.embedded_at IS NULL LIMIT 1')} THEN 'words' ELSE state END AS state,
  CASE WHEN ${mayHold} THEN nullif(${inside('count(*)')}, 0) ELSE parts END AS holds,
  CASE WHEN ${mayHold} THEN iif(parts IS NULL, passages, 0) + coalesce(${inside('sum(i.passages)')}, 0) ELSE passages END AS passages,
  bytes, modifiedAt, failureCode, failureMessage`

/** Lists files with their state, as one table: documents with nothing left to do, and what has a job. */
export function createListStore({ sqlite }: Database, labels: Pick<LabelStore, 'of' | 'spellings'>) {
  sqlite.function('file_name', { deterministic: true }, (path: string) => basename(path))

  const tagged = sqlite
    .prepare<[string, number], number>(
      `SELECT count(*) FROM (${taggedDocuments('(SELECT value FROM json_each(?))')} LIMIT ?)`,
    )
    .pluck()
  const categorized = sqlite
    .prepare<{ category: string; most: number }, number>(`SELECT count(*) FROM (${categorizedDocuments} LIMIT @most)`)
    .pluck()

  return { list }

  /** Whether so few documents are meant that to sort them beats to visit all in the order of an index. */
  function isNarrow(
    { filter }: ListQuery,
    { tags, category }: { readonly tags: string; readonly category: string },
  ): boolean {
    const isFew = (count: number | undefined) => count !== undefined && count < few
    return (
      filter !== '' ||
      (tags !== '[]' && isFew(tagged.get(tags, few))) ||
      (category !== '' && isFew(categorized.get({ category, most: few })))
    )
  }

  function withLabels(rows: readonly Row[]): LibraryItem[] {
    const ids = rows.flatMap(({ documentId }) => documentId ?? [])
    const labelsById = new Map(labels.of(ids).map((each) => [each.documentId, each]))
    return rows.map(({ failureCode, failureMessage, ...item }) => {
      const { tags = [], category = null } = labelsById.get(item.documentId ?? '') ?? {}
      const failure = failureCode ? { code: failureCode, message: failureMessage ?? '' } : null
      return { ...item, failure, tags, category }
    })
  }

  function list(query: ListQuery): { readonly items: LibraryItem[]; readonly total: number } {
    const values = {
      states: JSON.stringify(query.states),
      filter: `%${query.filter.replace(/[\\%_]/g, (character) => `\\${character}`)}%`,
      sourceId: query.sourceId ?? '',
      types: JSON.stringify(query.types ?? []),
      tags: JSON.stringify(labels.spellings(query.tags ?? [])),
      category: query.category ?? '',
      collectionId: query.collectionId ?? '',
      insideOf: query.insideOf ?? '',
      upTo: query.offset + query.limit,
      limit: query.limit,
      offset: query.offset,
    }
    const conditions = documentConditions(query)
    const documents = `documents d WHERE ${conditions}`
    // The plus keeps the index of the order in use, where that of the condition would sort everything first.
    const narrow = isNarrow(query, values)
    const visited = conditions.replace('d.deleted_at', '+d.deleted_at')
    const inOrder = `documents d WHERE ${narrow ? visited : visited.replaceAll('d.id IN', '+d.id IN')}`
    const jobs = `jobs j LEFT JOIN documents d ON d.path = j.path AND d.part = '' AND d.deleted_at IS NULL WHERE ${jobConditions(query)}`
    const direction = query.descending ? 'DESC' : 'ASC'
    // Few rows pass a filter: sorting those beats visiting all in the order of an index.
    const order = `ORDER BY ${narrow ? '+' : ''}${sortColumns[query.sort]} ${direction}, path ${direction}`
    // Behind a plus a name is no longer that of the result: two tables would have it here.
    const orderOfJobs = `ORDER BY ${sortColumns[query.sort]} ${direction}, path ${direction}`
    // Each part brings no more rows than the page can show, in an order an index may give.
    const rows = sqlite
      .prepare<typeof values, Row>(`
        SELECT ${shown} FROM (SELECT * FROM (SELECT * FROM (SELECT ${documentColumns(query)} FROM ${inOrder}
          AND NOT EXISTS (SELECT 1 FROM jobs j WHERE j.path = d.path AND d.part = '') ${order} LIMIT @upTo)
        UNION ALL SELECT * FROM (SELECT ${jobColumns} FROM ${jobs} ${orderOfJobs} LIMIT @upTo))
        ${order} LIMIT @limit OFFSET @offset) page`)
      .all(values)
    // Counting documents and taking off those with a job is far less work than looking for the job of each.
    const total = sqlite
      .prepare<typeof values, number>(`
        SELECT (SELECT count(*) FROM ${documents}) + (SELECT count(*) FROM ${jobs})
          - (SELECT count(*) FROM jobs j CROSS JOIN ${documents.replace(' WHERE ', " ON d.path = j.path AND d.part = '' WHERE ")})`)
      .pluck()
      .get(values)
    return { items: withLabels(rows), total: total ?? 0 }
  }
}

function documentConditions(query: ListQuery): string {
  const { states, filter, insideOf, tags = [], category } = query
  if (states.length > 0 && states.every((state) => jobStates.includes(state))) return 'false'
  const wanted = (state: DocumentState) => states.length === 0 || states.includes(state)
  const conditions = [
    // A file is one row; the documents in a mailbox or an export are found by their names and labels.
    insideOf ? "d.path = (SELECT path FROM documents WHERE id = @insideOf) AND d.part <> ''" : '',
    filter || insideOf || tags.length > 0 || category ? '' : "d.part = ''",
    // Files that are gone are shown to those who ask for them only.
    states.includes('gone') ? '' : 'd.deleted_at IS NULL',
    wanted('words') || states.includes('gone') ? '' : 'd.embedded_at IS NOT NULL',
    wanted('ready') || states.includes('gone') ? '' : 'd.embedded_at IS NULL',
    states.includes('gone') ? `${stateCondition} AND (d.deleted_at IS NULL OR (${vanished('d')}))` : '',
    filter ? "(d.title LIKE @filter ESCAPE '\\' OR d.path LIKE @filter ESCAPE '\\')" : '',
    ...limits(query, 'd'),
  ]
  return conditions.filter(Boolean).join(' AND ') || 'true'
}

const stateCondition = `(CASE WHEN d.deleted_at IS NOT NULL THEN 'gone' WHEN d.embedded_at IS NULL THEN 'words' ELSE 'ready' END)
  IN (SELECT value FROM json_each(@states))`

function jobConditions(query: ListQuery): string {
  const { states, filter, insideOf } = query
  // Only files have jobs.
  if (insideOf) return 'false'
  const wanted = jobStates.filter((state) => states.length === 0 || states.includes(state))
  const stored = wanted.map((state) => `'${state === 'reading' ? 'running' : state}'`)
  const conditions = [
    "j.kind = 'read'",
    `j.state IN (${stored.join(', ')})`,
    filter ? "(coalesce(d.title, j.title, '') LIKE @filter ESCAPE '\\' OR j.path LIKE @filter ESCAPE '\\')" : '',
    ...limits(query, 'j'),
  ]
  return conditions.filter(Boolean).join(' AND ')
}

/** What a file must belong to; `table` is the one that knows its source. */
function limits({ sourceId, types = [], tags = [], category, collectionId }: ListQuery, table: 'd' | 'j'): string[] {
  return [
    sourceId ? `${table}.source_id = @sourceId` : '',
    types.length > 0 ? 'd.type IN (SELECT value FROM json_each(@types))' : '',
    tags.length > 0 ? `d.id IN (${taggedDocuments('(SELECT value FROM json_each(@tags))')})` : '',
    category ? `d.id IN (${categorizedDocuments})` : '',
    collectionId ? `${table}.source_id IN (${collectedSources('(@collectionId)')})` : '',
  ]
}

// The slash and the character after it enclose everything below a category.
const categorizedDocuments = `SELECT document_id FROM document_categories WHERE deleted_at IS NULL
  AND (category = @category OR (category > @category || '/' AND category < @category || '0'))`
