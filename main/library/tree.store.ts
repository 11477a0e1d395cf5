import type { DocumentState } from '#contract/document-state'
import type { TreeNode } from '#contract/tree.contract'
import type { Database } from '#database/database'

interface FolderCount {
  readonly name: string
  readonly state: DocumentState
  readonly count: number
}
interface FileRow {
  readonly path: string
  readonly documentId: string | null
  readonly jobId: string | null
  readonly holds: number | null
  readonly state: DocumentState
}
interface PartRow {
  readonly documentId: string
  readonly part: string
  readonly title: string
  readonly state: DocumentState
}
export interface FolderToList {
  readonly sourceId: string
  /** A folder of the source, as it stands in the paths below it. */
  readonly path: string
  readonly separator: string
  readonly limit: number
}
export type TreeStore = ReturnType<typeof createTreeStore>

const documentState = "CASE WHEN d.embedded_at IS NULL THEN 'words' ELSE 'ready' END"
const jobState = "CASE j.state WHEN 'running' THEN 'reading' ELSE j.state END"

/** Lists folders of the library out of the paths of its files, which stand in order in the index of paths. */
export function createTreeStore({ sqlite }: Database) {
  // The plus keeps the index of paths in use. Behind the folder's own path up to the next separator stands the name of what lies in it.
  const below = (table: string) => `+${table}.source_id = @sourceId AND ${table}.path > @from AND ${table}.path < @to`
  const rest = (table: string) => `substr(${table}.path, @start)`
  const inFolder = (table: string) => `instr(${rest(table)}, @separator) > 0`
  const folder = (table: string) => `substr(${rest(table)}, 1, instr(${rest(table)}, @separator) - 1)`
  const ofFile = "+d.part = '' AND +d.deleted_at IS NULL"
  const folders = sqlite.prepare<RangeValues, FolderCount>(`
    SELECT name, state, sum(n) AS count FROM (
      SELECT ${folder('d')} AS name, ${documentState} AS state, count(*) AS n FROM documents d
        WHERE ${below('d')} AND ${ofFile} AND ${inFolder('d')} GROUP BY 1, 2
      UNION ALL SELECT ${folder('j')}, ${jobState}, count(*) FROM jobs j
        WHERE ${below('j')} AND j.kind = 'read' AND ${inFolder('j')} GROUP BY 1, 2
      UNION ALL SELECT ${folder('j')}, ${documentState}, -count(*) FROM jobs j
        CROSS JOIN documents d ON d.path = j.path AND ${ofFile} AND d.source_id = j.source_id
        WHERE ${below('j')} AND j.kind = 'read' AND ${inFolder('j')} GROUP BY 1, 2
    ) GROUP BY name, state HAVING sum(n) > 0`)
  const fileRows = `
    SELECT d.path, d.id AS documentId, NULL AS jobId, d.parts AS holds, ${documentState} AS state FROM documents d
      WHERE ${below('d')} AND ${ofFile} AND NOT ${inFolder('d')}
      AND NOT EXISTS (SELECT 1 FROM jobs j WHERE j.path = d.path AND j.kind = 'read')
    UNION ALL SELECT j.path, d.id, j.id, d.parts, ${jobState} FROM jobs j
      LEFT JOIN documents d ON d.path = j.path AND ${ofFile} WHERE ${below('j')} AND j.kind = 'read' AND NOT ${inFolder('j')}`
  const files = sqlite.prepare<RangeValues, FileRow>(`SELECT * FROM (${fileRows}) ORDER BY path LIMIT @limit`)
  const countFiles = sqlite.prepare<Omit<RangeValues, 'limit'>, number>(`SELECT count(*) FROM (${fileRows})`).pluck()
  const file = sqlite.prepare<[string, string], FileRow>(`
    SELECT p.value AS path, d.id AS documentId, j.id AS jobId, d.parts AS holds,
      CASE WHEN j.id IS NULL THEN ${documentState} ELSE ${jobState} END AS state
    FROM (SELECT ? AS value, ? AS source_id) p
    LEFT JOIN documents d ON d.path = p.value AND d.source_id = p.source_id AND ${ofFile}
    LEFT JOIN jobs j ON j.path = p.value AND j.source_id = p.source_id AND j.kind = 'read'
    WHERE d.id IS NOT NULL OR j.id IS NOT NULL`)
  const parts = sqlite.prepare<[string, number], PartRow>(`
    SELECT d.id AS documentId, d.part, d.title, ${documentState} AS state FROM documents d
    WHERE d.path = ? AND d.part <> '' AND d.deleted_at IS NULL ORDER BY coalesce(d.written_at, 0), d.part LIMIT ?`)
  const countParts = sqlite
    .prepare<[string], number>("SELECT count(*) FROM documents WHERE path = ? AND part <> '' AND deleted_at IS NULL")
    .pluck()

  return { folder: listFolder, file: findFile, parts: listParts }

  /** Folders, then files, directly in a folder, by name. */
  function listFolder({ sourceId, path, separator, limit }: FolderToList): { nodes: TreeNode[]; total: number } {
    const from = path.endsWith(separator) ? path : path + separator
    const to = from.slice(0, -1) + String.fromCharCode(separator.charCodeAt(0) + 1)
    // SQLite counts characters, not the halves of which JavaScript makes some.
    const range = { sourceId, from, to, separator, start: [...from].length + 1 }
    const found = Map.groupBy(folders.all({ ...range, limit: -1 }), ({ name }) => name)
    const folderNodes = [...found].map(([name, counts]) => toFolder(from + name, name, counts)).toSorted(byName)
    const room = Math.max(0, limit - folderNodes.length)
    const rows = room === 0 ? [] : files.all({ ...range, limit: room })
    const total = found.size + (rows.length < room ? rows.length : (countFiles.get(range) ?? 0))
    const fileNodes = rows.map((row) => toFile(row, row.path.slice(from.length))).toSorted(byName)
    return { nodes: [...folderNodes.slice(0, limit), ...fileNodes], total }
  }

  /** One file of a source, null when the library knows nothing of it. */
  function findFile(sourceId: string, path: string, name: string): TreeNode | null {
    const row = file.get(path, sourceId)
    return row ? toFile(row, name) : null
  }

  /** The documents in a file, in the order in which they were written. */
  function listParts(path: string, limit: number): { nodes: TreeNode[]; total: number } {
    const nodes = parts.all(path, limit).map(({ documentId, title, state }): TreeNode => {
      return { kind: 'part', name: title, path, documentId, jobId: null, holds: null, states: { [state]: 1 } }
    })
    return { nodes, total: countParts.get(path) ?? 0 }
  }
}

interface RangeValues {
  readonly sourceId: string
  readonly from: string
  readonly to: string
  readonly separator: string
  readonly start: number
  readonly limit: number
}

function toFolder(path: string, name: string, counts: readonly FolderCount[]): TreeNode {
  const holds = counts.reduce((total, { count }) => total + count, 0)
  const states = Object.fromEntries(counts.map(({ state, count }) => [state, count]))
  return { kind: 'folder', name, path, documentId: null, jobId: null, holds, states }
}

function toFile({ path, documentId, jobId, holds, state }: FileRow, name: string): TreeNode {
  return { kind: 'file', name, path, documentId, jobId, holds, states: { [state]: 1 } }
}

function byName(a: TreeNode, b: TreeNode): number {
  return a.name.localeCompare(b.name, undefined, { numeric: true }) || (a.name < b.name ? -1 : 1)
}
