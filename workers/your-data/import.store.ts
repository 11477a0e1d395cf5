import { lstatSync } from 'node:fs'
import { sep } from 'node:path'
import { getTableName } from 'drizzle-orm'
import { openConnection } from '#database/connection'
import type { LibraryKey } from '#database/library-key'
import { newestSchema } from '#database/newest-schema'
import { createDocumentImport, type DocumentToImport } from './document-import.store.ts'
import { columnsOf, type ExportedTable } from './exported-tables.store.ts'
import { pathHere } from './part-names.ts'
import type { Row } from './row-lines.ts'

export interface LibraryToImportInto {
  readonly databasePath: string
  readonly importsFolder: string
  /** Of an encrypted library. */
  readonly key: LibraryKey | null
}

/** What became of a row. */
export type Outcome = 'added' | 'updated' | 'left'
export type ImportStore = ReturnType<typeof openImportStore>

/**
 * Puts rows of an export into a library that is in use. The one exception to one writer per table: every row comes as its own
 * writer made it, and what is there is only replaced by what was changed later.
 */
export function openImportStore({ databasePath, importsFolder, key }: LibraryToImportInto) {
  const { sqlite, close } = openConnection(databasePath, { key })
  /** Ids of an export that have another one here, by part. */
  const otherIds = new Map<string, Map<string, string>>()
  const writers = new Map<string, (row: Row) => Outcome>()
  const documents = createDocumentImport(sqlite)
  return { schema: newestSchema(), together, put, putDocument, here, restWithoutFiles, close }

  /** All of the rows or none. */
  function together<T>(body: () => T): T {
    return sqlite.transaction(body).immediate()
  }

  /** A row as it is stored here: its paths, and the ids it refers to. Null when a path is none that an export has. */
  function here(exported: ExportedTable, row: Row): Row | null {
    const changed: Record<string, unknown> = { ...row }
    for (const key of exported.paths ?? []) {
      const path = pathHere(String(row[key]), { imports: importsFolder, separator: sep })
      if (path === null) return null
      changed[key] = path
    }
    for (const [key, part] of Object.entries(exported.refers ?? {})) {
      changed[key] = otherIds.get(part)?.get(String(row[key])) ?? row[key]
    }
    for (const [key, part] of Object.entries(exported.refersInLists ?? {})) {
      const ids: unknown = JSON.parse(String(row[key]))
      if (Array.isArray(ids)) changed[key] = JSON.stringify(ids.map((id) => otherIds.get(part)?.get(String(id)) ?? id))
    }
    return changed
  }

  function put(exported: ExportedTable, row: Row): Outcome {
    const known = writers.get(exported.part)
    const write = known ?? writerOf(exported)
    if (!known) writers.set(exported.part, write)
    return write(row)
  }

  function putDocument(exported: ExportedTable, document: DocumentToImport): Outcome {
    const { outcome, id } = documents.put(document)
    if (id !== document.row.id) noteOtherId(exported, String(document.row.id), id)
    return outcome
  }

  function noteOtherId({ part }: ExportedTable, from: string, to: string): void {
    const ids = otherIds.get(part) ?? new Map<string, string>()
    otherIds.set(part, ids.set(from, to))
  }

  function writerOf(exported: ExportedTable): (row: Row) => Outcome {
    const { table, key, rule, changed, same = [], leftOut, json, fixed = {}, unless } = exported
    const name = getTableName(table)
    const columns = columnsOf(table, leftOut, json)
    const sqlOf = new Map(columns.map((column) => [column.key, `"${column.name}"`]))
    const names = [...columns.map((column) => `"${column.name}"`), ...Object.keys(fixed).map((column) => `"${column}"`)]
    const values = [...columns.map((column) => `@${column.key}`), ...Object.values(fixed)]
    const equals = (keys: readonly string[]) => keys.map((one) => `${sqlOf.get(one)} IS @${one}`).join(' AND ')
    const identity = rule === 'equal' ? columns.map((column) => column.key) : key
    const find = sqlite.prepare<Row, Row>(
      `SELECT ${changed ? sqlOf.get(changed) : '1'} AS changed FROM "${name}" WHERE ${equals(identity)} LIMIT 1`,
    )
    const insert = sqlite.prepare<Row>(`INSERT INTO "${name}" (${names.join(', ')}) VALUES (${values.join(', ')})`)
    const update =
      rule === 'newer'
        ? sqlite.prepare<Row>(
            `UPDATE "${name}" SET ${columns.map((column) => `"${column.name}" = @${column.key}`).join(', ')} WHERE ${equals(key)}`,
          )
        : null
    const finders = same.map((group) => ({
      group,
      find: sqlite.prepare<Row, { id: string }>(
        `SELECT ${sqlOf.get(key[0] ?? '')} AS id FROM "${name}" WHERE ${equals(group)} AND deleted_at IS NULL LIMIT 1`,
      ),
    }))
    const isRefused = unless ? sqlite.prepare<Row, unknown>(unless) : null
    return (row) => {
      if (isRefused?.get(row)) return 'left'
      const before = find.get(row)
      if (before) {
        if (!update || !changed || Number(before.changed) >= Number(row[changed])) return 'left'
        update.run(row)
        return 'updated'
      }
      for (const one of finders) {
        const alike = one.group.every((column) => row[column] !== null) ? one.find.get(row) : undefined
        if (!alike) continue
        noteOtherId(exported, String(row[key[0] ?? '']), alike.id)
        return 'left'
      }
      insert.run(row)
      return 'added'
    }
  }

  /** Has sources left alone whose files are not on this machine, so that no look at them takes their texts away; says how many. */
  function restWithoutFiles(sources: readonly { readonly id: string; readonly updatedAt: number }[]): number {
    const isNew = sqlite.prepare<[string, number]>(
      'SELECT 1 FROM sources WHERE id = ? AND updated_at = ? AND deleted_at IS NULL AND paused = 0',
    )
    const paths = sqlite
      .prepare<[string], string>('SELECT DISTINCT path FROM documents WHERE source_id = ? AND deleted_at IS NULL')
      .pluck()
    const rest = sqlite.prepare('UPDATE sources SET paused = 1 WHERE id = ?')
    let resting = 0
    for (const { id, updatedAt } of sources) {
      if (!isNew.get(id, updatedAt) || paths.all(id).every(isThere)) continue
      rest.run(id)
      resting += 1
    }
    return resting
  }
}

function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined
  } catch {
    return false
  }
}
