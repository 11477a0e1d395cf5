import type { ExportedColumn } from './exported-tables.store.ts'

export type Row = Readonly<Record<string, unknown>>

/** A row of the database as the object of a line: its keys in the order of the columns, JSON as JSON. */
export function rowToObject(row: Row, columns: readonly ExportedColumn[]): Record<string, unknown> {
  return Object.fromEntries(columns.map(({ key, type }) => [key, outward(row[key], type)]))
}

function outward(value: unknown, type: ExportedColumn['type']): unknown {
  if (value === null || value === undefined) return null
  if (type === 'boolean') return value === 1
  return type === 'json' ? JSON.parse(String(value)) : value
}

/** The values of a line as they are stored; says which of them is wrong. Nothing but the columns is ever read. */
export function objectToRow(object: unknown, columns: readonly ExportedColumn[]): Row | { readonly wrong: string } {
  if (typeof object !== 'object' || object === null || Array.isArray(object)) return { wrong: 'it is no object' }
  const row: Record<string, unknown> = Object.create(null)
  for (const column of columns) {
    // What an object inherits is no value of a line.
    const value: unknown = Object.hasOwn(object, column.key) ? (object as Row)[column.key] : null
    const stored = inward(value, column)
    if (stored === undefined) return { wrong: `${column.key} is not ${expected(column)}` }
    row[column.key] = stored
  }
  return row
}

function inward(value: unknown, { type, required, oneOf }: ExportedColumn): unknown {
  if (value === null || value === undefined) return required ? (type === 'json' ? 'null' : undefined) : null
  if (type === 'json') return JSON.stringify(value)
  if (type === 'boolean') return typeof value === 'boolean' ? Number(value) : undefined
  if (type === 'number') return typeof value === 'number' && Number.isFinite(value) ? value : undefined
  if (typeof value !== 'string' || (oneOf && !oneOf.includes(value))) return undefined
  return value
}

function expected({ type, required, oneOf }: ExportedColumn): string {
  const kind = oneOf ? `one of ${oneOf.join(', ')}` : `a ${type}`
  return required ? kind : `${kind} or null`
}
