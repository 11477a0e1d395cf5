import { parse } from 'csv-parse/sync'
import { ok } from '#contract/result'
import { refuse } from '../failure.ts'
import type { Block, Parser } from './parser.ts'
import { isHeader, namedValue } from './table-rows.ts'

/** Tables of comma, semicolon, tab or bar separated values. Line n of the text form is row n; each row carries the header's names. */
export const csvParser: Parser = {
  type: 'csv',
  accepts: ({ text, format }) => text !== null && format?.type === 'csv',
  async parse({ text }) {
    const records = recordsOf(text ?? '')
    const [header, ...rows] = records
    if (!header) return refuse('FILE_HAS_NO_TEXT', 'No row has a value')
    const names = rows.length > 0 && isHeader(header) ? header : null
    const lines = names
      ? [names.join(', '), ...rows.map((row) => named(row, names))]
      : records.map((row) => row.join(', '))
    return ok({ title: null, text: lines.join('\n'), pages: null, codeLanguage: null, blocks: blocksOf(lines) })
  },
}

function recordsOf(text: string): string[][] {
  const records: string[][] = parse(text, {
    delimiter: delimiterOf(text),
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    trim: true,
    bom: true,
    max_record_size: 10_000_000,
  })
  return records.map((record) => record.map((value) => value.replace(/\s+/g, ' ')))
}

/** The sign that cuts the first lines into the same, largest number of values. */
function delimiterOf(text: string): string {
  const lines = text
    .slice(0, 20_000)
    .split('\n', 20)
    .filter((line) => line.trim() !== '')
  const scores = [',', ';', '\t', '|'].map((delimiter) => {
    const counts = lines.map((line) => line.replace(/"[^"]*"/g, '').split(delimiter).length - 1)
    const first = counts[0] ?? 0
    return { delimiter, score: first * (counts.filter((count) => count === first).length / counts.length) }
  })
  return scores.toSorted((a, b) => b.score - a.score)[0]?.delimiter ?? ','
}

function named(row: readonly string[], names: readonly string[]): string {
  return row.flatMap((value, index) => (value === '' ? [] : [namedValue(value, names[index])])).join('; ')
}

function blocksOf(lines: readonly string[]): Block[] {
  const end = lines.reduce((sum, line) => sum + line.length + 1, -1)
  return [{ start: 0, end, headings: [], page: null, kind: 'lines' }]
}
