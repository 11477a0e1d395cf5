import { basename } from 'node:path'
import type { IngestFailureCode, LibraryItem, ListInput } from '#contract/library.contract'
import type { Database } from '#database/database'

type Row = Omit<LibraryItem, 'failure'> & {
  readonly failureCode: IngestFailureCode | null
  readonly failureMessage: string | null
}
export type ListQuery = Required<Omit<ListInput, 'sourceId'>> & Pick<ListInput, 'sourceId'>
export type ListStore = ReturnType<typeof createListStore>

const sortColumns = {
  title: 'title COLLATE NOCASE',
  source: '(SELECT s.title FROM sources s WHERE s.id = source_id) COLLATE NOCASE',
  state: 'state',
  passages: 'passages',
  changed: 'modified_at',
} as const

const items = `
  SELECT d.id AS document_id, j.id AS job_id, d.source_id, d.path, d.title, d.type, d.passages, d.bytes, d.modified_at,
    CASE WHEN d.deleted_at IS NOT NULL OR j.kind = 'remove' THEN 'gone'
      WHEN j.state = 'running' THEN 'reading' WHEN j.state IS NOT NULL THEN j.state
      WHEN d.embedded_at IS NULL THEN 'words' ELSE 'ready' END AS state,
    j.failure_code, j.failure_message
  FROM documents d LEFT JOIN jobs j ON j.path = d.path
  UNION ALL
  SELECT NULL, j.id, j.source_id, j.path, coalesce(j.title, file_name(j.path)), NULL, 0, j.bytes, j.modified_at,
    CASE j.state WHEN 'running' THEN 'reading' ELSE j.state END, j.failure_code, j.failure_message
  FROM jobs j WHERE j.kind = 'read' AND NOT EXISTS (SELECT 1 FROM documents d WHERE d.path = j.path)`

/** Lists files with their state: documents and what is still to be read, as one table. */
export function createListStore({ sqlite }: Database) {
  sqlite.function('file_name', { deterministic: true }, (path: string) => basename(path))

  return { list }

  function list(query: ListQuery): { readonly items: LibraryItem[]; readonly total: number } {
    const where = [
      // Files that are gone are shown to those who ask for them only.
      query.states.length > 0 ? 'state IN (SELECT value FROM json_each(@states))' : "state <> 'gone'",
      query.filter ? "(title LIKE @filter ESCAPE '\\' OR path LIKE @filter ESCAPE '\\')" : '',
      query.sourceId ? 'source_id = @sourceId' : '',
    ]
    const from = `FROM (${items}) WHERE ${where.filter(Boolean).join(' AND ')}`
    const direction = query.descending ? 'DESC' : 'ASC'
    const values = {
      states: JSON.stringify(query.states),
      filter: `%${query.filter.replace(/[\\%_]/g, (character) => `\\${character}`)}%`,
      sourceId: query.sourceId ?? '',
      limit: query.limit,
      offset: query.offset,
    }
    const rows = sqlite
      .prepare<typeof values, Row>(`
        SELECT document_id AS documentId, job_id AS jobId, source_id AS sourceId, path, title, type, state, passages, bytes,
          modified_at AS modifiedAt, failure_code AS failureCode, failure_message AS failureMessage
        ${from} ORDER BY ${sortColumns[query.sort]} ${direction}, path ${direction} LIMIT @limit OFFSET @offset`)
      .all(values)
    const total = sqlite.prepare<typeof values, number>(`SELECT count(*) ${from}`).pluck().get(values) ?? 0
    return { items: rows.map(toItem), total }
  }
}

function toItem({ failureCode, failureMessage, ...item }: Row): LibraryItem {
  return { ...item, failure: failureCode ? { code: failureCode, message: failureMessage ?? '' } : null }
}
