export interface Cell {
  readonly text: string
  /** Where it stands in the whole text, quotes included. */
  readonly start: number
  readonly end: number
}
export type Row = readonly Cell[]

/** Rows and cells of comma-, semicolon- or tab-separated text, each with its place; forgiving about quotes. */
export function cutTable(text: string): readonly Row[] {
  const separator = separatorOf(text)
  const rows: Row[] = []
  let row: Cell[] = []
  let start = 0
  let quoted = false

  for (let at = 0; at <= text.length; at += 1) {
    const sign = text[at]
    if (sign === '"' && (quoted || text.slice(start, at).trim() === '')) quoted = !quoted
    if (sign !== undefined && quoted) continue
    if (sign === undefined || sign === '\n' || sign === separator) {
      row.push(cellOf(text, start, at))
      start = at + 1
    }
    if (sign === undefined || sign === '\n') {
      if (row.length > 1 || row[0]?.text !== '') rows.push(row)
      row = []
    }
  }
  return rows
}

/** Whether a column reads as numbers, to be set flush right. */
export function isNumeric(rows: readonly Row[], column: number) {
  const filled = rows.slice(1, 60).flatMap((row) => row[column]?.text || [])
  return filled.length > 0 && filled.every((text) => /^[-+(]?[£$€¥]?\s?[\d.,\u00a0 ]+\s?[%)]?$/.test(text))
}

function separatorOf(text: string) {
  const sample = text.slice(0, 4_000)
  const counted = [',', ';', '\t', '|'].map((sign) => ({ sign, times: sample.split(sign).length }))
  return counted.reduce((best, next) => (next.times > best.times ? next : best)).sign
}

function cellOf(text: string, start: number, end: number): Cell {
  const raw = text.slice(start, end).replace(/\r$/, '')
  const trimmed = raw.trim()
  const unquoted = /^".*"$/s.test(trimmed) ? trimmed.slice(1, -1).replaceAll('""', '"') : trimmed
  return { text: unquoted, start, end: start + raw.length }
}
