import { refuse } from '../failure.ts'
import { formatNumber } from './cell-format.ts'
import { propertiesOf } from './office-package.ts'
import type { Parser } from './parser.ts'
import { createSheetWriter, type SheetCell, sheetLimits } from './sheet-writer.ts'
import { type Workbook, workbookOf } from './xlsx-workbook.ts'
import { readXml, skipping, type XmlReader } from './xml.ts'
import { readArchive } from './zip.ts'

/** Excel workbooks, read sheet by sheet as a stream: values as they are shown, what formulas gave, and the address of each row. */
export const xlsxParser: Parser = {
  type: 'sheet',
  accepts: ({ mime }) => mime === 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  parse: ({ bytes }, limits) =>
    readArchive(bytes, limits, async (archive) => {
      const properties = await propertiesOf(archive, 'docProps/core.xml')
      const workbook = await workbookOf(archive, limits.textCharacters)
      if (workbook.isTooLarge) return refuse('FILE_TOO_LARGE', 'The texts of the workbook are more than is allowed')
      const writer = createSheetWriter(limits)
      for (const { name, part } of workbook.sheets) {
        if (writer.isFull()) break
        writer.sheet(name)
        await readXml(archive.pieces(part), { ...rowReader(workbook, writer), isEnough: writer.isFull })
      }
      return writer.document(properties)
    }),
}

interface OpenCell {
  readonly column: number
  readonly type: string
  readonly style: number
}

function rowReader(workbook: Workbook, writer: Pick<ReturnType<typeof createSheetWriter>, 'row'>): XmlReader {
  let row = 0
  let column = 0
  let cells: SheetCell[] = []
  let cell: OpenCell | null = null
  let value = ''
  let isValue = false

  return skipping(spoken, {
    open(name, { r, t = 'n', s }) {
      if (name === 'row') {
        row = positive(r) ?? row + 1
        column = 0
        cells = []
      } else if (name === 'c') {
        column = columnOf(r) ?? column + 1
        cell = { column, type: t, style: Number(s ?? 0) }
        value = ''
      }
      isValue = name === 'v' || name === 't'
    },
    text(text) {
      if (isValue && value.length <= sheetLimits.cellCharacters) value += text
    },
    close(name) {
      isValue = false
      if (name === 'c') endCell()
      else if (name === 'row') writer.row({ cells, first: row, last: row })
    },
  })

  function endCell(): void {
    if (!cell || value === '' || cells.length >= sheetLimits.columns) return
    const { type, style, column } = cell
    const shown = shownValue(type, style).replace(/\s+/g, ' ').trim().slice(0, sheetLimits.cellCharacters)
    if (shown !== '') cells.push({ column, value: shown, isText: type !== 'n' && type !== 'b' && type !== 'd' })
    cell = null
  }

  function shownValue(type: string, style: number): string {
    const { strings, formats, from1904 } = workbook
    if (type === 's') return strings[Number(value)] ?? ''
    if (type === 'b') return value === '1' || value === 'true' ? 'TRUE' : 'FALSE'
    if (type === 'd') return value.replace(/T00:00:00(\.0+)?Z?$/, '').replace('T', ' ')
    return type === 'n' ? formatNumber({ value, format: formats[style] ?? 'number', from1904 }) : value
  }
}

const spoken = new Set(['rPh', 'f', 'extLst'])

function positive(text: string | undefined): number | null {
  const number = Number(text)
  return Number.isInteger(number) && number > 0 ? number : null
}

function columnOf(address: string | undefined): number | null {
  let column = 0
  for (let i = 0; address && i < 4; i++) {
    const letter = address.charCodeAt(i) - 64
    if (letter < 1 || letter > 26) break
    column = column * 26 + letter
  }
  return column > 0 && column <= sheetLimits.columns ? column : null
}
