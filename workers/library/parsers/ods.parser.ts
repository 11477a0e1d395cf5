import { plainNumber } from './cell-format.ts'
import { refusalOfOdf } from './odf-package.ts'
import { propertiesOf } from './office-package.ts'
import type { Parser } from './parser.ts'
import { createSheetWriter, type SheetCell, sheetLimits } from './sheet-writer.ts'
import { readXml, skipping, type XmlAttributes, type XmlReader } from './xml.ts'
import { readArchive } from './zip.ts'

/** OpenDocument workbooks, read as a stream: values as they are shown and the address of each row. */
export const odsParser: Parser = {
  type: 'sheet',
  accepts: ({ mime }) => mime === 'application/vnd.oasis.opendocument.spreadsheet',
  parse: ({ bytes }, limits) =>
    readArchive(bytes, limits, async (archive) => {
      const refusal = await refusalOfOdf(archive)
      if (refusal) return refusal
      const properties = await propertiesOf(archive, 'meta.xml')
      const writer = createSheetWriter(limits)
      await readXml(archive.pieces('content.xml'), { ...tableReader(writer), isEnough: writer.isFull })
      return writer.document(properties)
    }),
}

// Remarks and drawings on cells, what was deleted, and what is made from other cells.
const leftOut = new Set([
  'annotation',
  'shapes',
  'frame',
  'tracked-changes',
  'forms',
  'dde-links',
  'content-validations',
])

function tableReader(writer: Pick<ReturnType<typeof createSheetWriter>, 'row' | 'sheet'>): XmlReader {
  let row = 0
  let rowRepeats = 1
  let column = 0
  let cells: SheetCell[] = []
  let cell: XmlAttributes | null = null
  let lines: string[] = []
  let paragraphs = 0
  // A table in a cell is text of that cell.
  let tables = 0

  return skipping(leftOut, {
    open(name, attributes) {
      if (name === 'table') {
        tables += 1
        if (tables === 1) beginSheet(attributes)
      } else if (tables === 1 && name === 'table-row') {
        rowRepeats = repeats(attributes['table:number-rows-repeated'])
        column = 0
        cells = []
      } else if (tables === 1 && (name === 'table-cell' || name === 'covered-table-cell')) {
        cell = attributes
        lines = []
      } else if (name === 'p') {
        paragraphs += 1
        lines.push('')
      } else if (name === 's' || name === 'tab' || name === 'line-break') add(' ')
    },
    text(text) {
      if (paragraphs > 0) add(text)
    },
    close(name) {
      if (name === 'p') paragraphs -= 1
      else if (name === 'table') tables -= 1
      else if (tables === 1 && (name === 'table-cell' || name === 'covered-table-cell')) endCell()
      else if (tables === 1 && name === 'table-row') endRow()
    },
  })

  function beginSheet(attributes: XmlAttributes): void {
    writer.sheet(attributes['table:name'] ?? '')
    row = 0
  }

  function add(text: string): void {
    const last = lines.length - 1
    const line = lines[last]
    if (line !== undefined && line.length <= sheetLimits.cellCharacters) lines[last] = line + text
  }

  function endCell(): void {
    if (!cell) return
    const times = repeats(cell['table:number-columns-repeated'])
    const text = lines.join(' ').replace(/\s+/g, ' ').trim()
    const value = shownValue(cell, text).slice(0, sheetLimits.cellCharacters)
    const isText = (cell['office:value-type'] ?? 'string') === 'string'
    for (let i = 1; value !== '' && i <= times && cells.length < sheetLimits.columns; i++) {
      cells.push({ column: column + i, value, isText })
    }
    column += times
    cell = null
  }

  function endRow(): void {
    writer.row({ cells, first: row + 1, last: row + rowRepeats })
    row += rowRepeats
  }
}

/** Dates and plain numbers by their value, which is the same in every language; the rest as it is shown. */
function shownValue(cell: XmlAttributes, text: string): string {
  const number = cell['office:value']
  switch (cell['office:value-type']) {
    case 'date':
      return (cell['office:date-value'] ?? text).replace(/T00:00:00(\.0+)?$/, '').replace('T', ' ')
    case 'float':
      return number === undefined || !Number.isFinite(Number(number)) ? text : plainNumber(Number(number))
    case 'percentage':
      return number === undefined || !Number.isFinite(Number(number)) ? text : `${plainNumber(Number(number) * 100)}%`
    case 'currency':
      return number === undefined ? text : `${number} ${cell['office:currency'] ?? ''}`.trim()
    case 'boolean':
      return cell['office:boolean-value'] === 'true' ? 'TRUE' : 'FALSE'
    default:
      return text || (cell['office:string-value'] ?? '')
  }
}

function repeats(times: string | undefined): number {
  const number = Number(times ?? 1)
  return Number.isInteger(number) && number > 0 ? Math.min(number, 1_048_576) : 1
}
