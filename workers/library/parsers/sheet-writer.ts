import type { IngestFailure } from '#contract/library.contract'
import { ok, type Result } from '#contract/result'
import { refuse } from '../failure.ts'
import type { Limits } from '../limits.ts'
import { cellName } from '../places.ts'
import type { OfficeProperties } from './office-package.ts'
import type { ParsedDocument } from './parser.ts'
import { isHeader, namedValue } from './table-rows.ts'
import { createTextWriter } from './text-writer.ts'

/** A cell with a value; empty ones are not told of. */
export interface SheetCell {
  /** From 1. */
  readonly column: number
  readonly value: string
  /** Neither a number nor a date nor true or false. */
  readonly isText: boolean
}

export interface SheetRow {
  readonly cells: readonly SheetCell[]
  /** From 1; several rows that are alike are told of once. */
  readonly first: number
  readonly last: number
}

/** What a cell can hold in the programs that write workbooks. */
export const sheetLimits = { columns: 16_384, cellCharacters: 32_767 } as const

/** Builds the text form of a workbook: a heading for each sheet, a line for each row, which knows its cells. */
export function createSheetWriter({ textCharacters, sheetRows }: Limits) {
  const writer = createTextWriter(textCharacters)
  let sheet = ''
  let rows = 0
  /** By column; null until the first row that can name columns was met. */
  let names: ReadonlyMap<number, string> | null = null
  let wantsHeading = false

  return { isFull, sheet: nextSheet, row, document }

  function isFull(): boolean {
    return writer.isFull() || rows > sheetRows
  }

  function nextSheet(name: string): void {
    sheet = name
    names = null
    wantsHeading = true
  }

  function row({ cells, first, last }: SheetRow): void {
    const [from, to] = [cells[0], cells.at(-1)]
    if (!from || !to || isFull()) return
    rows += 1
    // A sheet without any value has no heading either.
    if (wantsHeading) writer.heading({ text: sheet, level: 1 })
    wantsHeading = false
    const [start, end] = [cellName(from.column, first), cellName(to.column, last)]
    const line = lineOf(cells)
    writer.placed({ kind: 'cells', sheet, range: start === end ? start : `${start}:${end}` }, () => writer.row(line))
  }

  function lineOf(cells: readonly SheetCell[]): string {
    const known = names
    if (known) return joined(cells, '; ', ({ column, value }) => namedValue(value, known.get(column)))
    const values = cells.map(({ value }) => value)
    // Titles above a table stand alone in their rows; the first row of several values names the columns or nothing does.
    if (cells.length > 1) {
      const isNames = cells.every(({ isText }) => isText) && isHeader(values)
      names = new Map(isNames ? cells.map(({ column, value }) => [column, value]) : [])
    }
    return joined(cells, ', ', ({ value }) => value)
  }

  /** Goes no further than one cell over what the text form may hold: a row can repeat a long value very often. */
  function joined(cells: readonly SheetCell[], between: string, valueOf: (cell: SheetCell) => string): string {
    const values: string[] = []
    let length = 0
    for (const cell of cells) {
      const value = valueOf(cell)
      values.push(value)
      length += value.length + between.length
      if (length > textCharacters) break
    }
    return values.join(between)
  }

  function document({ title, author, writtenAt }: OfficeProperties): Result<ParsedDocument, IngestFailure> {
    if (rows > sheetRows) return refuse('FILE_TOO_LARGE', `More than ${sheetRows} rows`)
    const { text, blocks, places } = writer.end()
    if (blocks.length === 0) return refuse('FILE_HAS_NO_TEXT', 'No cell has a value')
    return ok({
      title,
      text,
      pages: null,
      codeLanguage: null,
      blocks,
      hasSectionsApart: true,
      places,
      author,
      writtenAt,
    })
  }
}
