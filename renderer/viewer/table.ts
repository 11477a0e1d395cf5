import { cutLines, type Line } from './lines.ts'

export interface Cell {
  readonly text: string
  /** Where it stands in the whole text, with its column's name. */
  readonly start: number
  readonly end: number
}
export interface Table {
  readonly head: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
  /** Number of the first of `rows` in the file. */
  readonly firstRow: number
}

/**
 * The table behind the text form of a CSV file: its first line names the columns, each later one reads
 * `Column: value; Column: value`, without what is empty. Without names a line is its values.
 */
export function readTable(text: string): Table {
  const [first, ...rest] = cutLines(text)
  const names = first?.text.split(', ') ?? []
  const isNamed = rest.some((line) => names.some((name) => name !== '' && line.text.startsWith(`${name}: `)))
  if (first && isNamed) return { head: names, rows: rest.map((line) => namedCells(line, names)), firstRow: 2 }
  return { head: [], rows: (first ? [first, ...rest] : []).map(bareCells), firstRow: 1 }
}

/** Whether a column reads as numbers, to be set flush right. */
export function isNumeric(rows: Table['rows'], column: number) {
  const filled = rows.slice(0, 60).flatMap((row) => row[column]?.text || [])
  return filled.length > 0 && filled.every((text) => /^[-+(]?[£$€¥]?\s?[\d.,\u00a0 ]+\s?[%)]?$/.test(text))
}

function namedCells(line: Line, names: readonly string[]): readonly Cell[] {
  let at = 0
  const starts = names.map((name) => {
    const start =
      at === 0 && line.text.startsWith(`${name}: `) ? 0 : line.text.indexOf(`; ${name}: `, Math.max(0, at - 2))
    if (start === -1) return null
    const begin = start === 0 ? 0 : start + 2
    at = begin + name.length + 2
    return { begin, value: at }
  })
  return starts.map((place, column) => {
    if (!place) return { text: '', start: line.start, end: line.start }
    const next = starts.slice(column + 1).find((later) => later !== null)
    const end = next ? next.begin - 2 : line.text.length
    return { text: line.text.slice(place.value, end), start: line.start + place.begin, end: line.start + end }
  })
}

function bareCells(line: Line): readonly Cell[] {
  let at = line.start
  return line.text.split(', ').map((text) => {
    const cell = { text, start: at, end: at + text.length }
    at = cell.end + 2
    return cell
  })
}
