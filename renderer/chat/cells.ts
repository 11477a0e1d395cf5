import type { TextRange } from '#contract/passage'

export interface QuotedCell {
  readonly name: string
  readonly value: string
  readonly marked: boolean
}

const shown = 3

/** The cells of a quoted row, `Column: value; Column: value`: the first, which names it, and those that are marked. */
export function cellsOf(quote: string, marks: readonly TextRange[]): readonly QuotedCell[] {
  const row = markedRow(quote, marks)
  let at = row.start
  const cells = quote
    .slice(row.start, row.end)
    .split('; ')
    .map((part) => {
      const start = at
      at += part.length + 2
      const colon = part.indexOf(': ')
      const value = colon === -1 ? part : part.slice(colon + 2)
      const marked = marks.some((mark) => mark.end > start + colon + 1 && mark.start < start + part.length)
      return { name: colon === -1 ? '' : part.slice(0, colon), value, marked }
    })
  if (cells.length <= shown) return cells
  const wanted = [...cells.keys()].toSorted((a, b) => weight(cells[b], b) - weight(cells[a], a)).slice(0, shown)
  return cells.filter((_, index) => wanted.includes(index))
}

/** Of several rows the first with a mark. */
function markedRow(quote: string, marks: readonly TextRange[]): TextRange {
  const at = Math.min(quote.length, ...marks.map(({ start }) => start))
  const next = quote.indexOf('\n', at)
  return {
    start: at === quote.length ? 0 : quote.lastIndexOf('\n', at - 1) + 1,
    end: next === -1 ? quote.length : next,
  }
}

function weight(cell: QuotedCell | undefined, index: number) {
  if (index === 0) return 3
  return (cell?.marked ? 2 : 0) - index / 1_000
}
