/**
 * What a person sees a document called, worked out by SQLite from `path` and `title`: what stands behind the last slash on
 * every system. The index documents_by_name has the same expression. A copy that Alcove keeps goes by an id there, and by its title among people.
 */
export function documentName(table = ''): string {
  const column = (name: string) => (table === '' ? `"${name}"` : `${table}."${name}"`)
  const path = `replace(${column('path')}, char(92), '/')`
  const name = `substr(${column('path')}, length(rtrim(${path}, replace(${path}, '/', ''))) + 1)`
  return `CASE WHEN ${name} GLOB '????????-????-????-????-????????????.*' THEN ${column('title')} ELSE ${name} END`
}
