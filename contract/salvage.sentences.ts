import type { SalvageReport } from './salvage.ts'

/** What a salvage found and lost, a line each, for a person. */
export function linesForSalvage(report: SalvageReport): readonly string[] {
  const found = report.tables.reduce((sum, table) => sum + table.found, 0)
  const lost = report.tables.reduce((sum, table) => sum + table.lost, 0)
  const missing = report.tables.filter((table) => table.lost > 0 || table.atLeast)
  const changed = report.tables.filter((table) => table.changed > 0)
  return [
    `${found.toLocaleString('en')} rows were found, ${lost === 0 ? 'none was lost' : `${lost.toLocaleString('en')} were lost`}.`,
    ...missing.map(
      (table) =>
        `${nameOf(table.table)}: ${table.found.toLocaleString('en')} found, ${table.atLeast ? 'at least ' : ''}${table.lost.toLocaleString('en')} lost`,
    ),
    ...changed.map((table) => `${nameOf(table.table)}: ${table.changed} kept with damaged signs in them`),
    ...(report.log === 'left-out'
      ? ['The write-ahead log did not fit the file and was left out: the last writes before the damage may be missing.']
      : []),
    ...(report.documents.length > 0
      ? [`Read again from their files: ${report.documents.map(({ title }) => title).join(', ')}`]
      : []),
    ...(report.conversations.length > 0
      ? [`Conversations with something missing: ${report.conversations.map(({ title }) => title).join(', ')}`]
      : []),
  ]
}

/** What a table is called. */
function nameOf(table: string): string {
  return names[table] ?? `${table.slice(0, 1).toUpperCase()}${table.slice(1).replaceAll('_', ' ')}`
}

const names: Readonly<Record<string, string>> = {
  document_texts: 'Texts of documents',
  embeddings: 'Vectors',
  kept_vectors: 'Kept vectors',
  jobs: 'Files that wait to be read',
  outward_requests: 'Requests to other machines',
}
