import type { Place } from '#contract/passage'
import type { PlacedRange } from './parsers/parser.ts'

/** Finds the place of one passage after the other, in ascending order; null where nothing is known. */
export function placeFinder(places: readonly PlacedRange[]): (start: number, end: number) => Place | null {
  let from = 0
  return (start, end) => {
    // A definition may span many passages, so only what ends before this one can be passed over, and only at the front.
    while (from < places.length && (places[from]?.end ?? 0) <= start) from += 1
    const overlapping: PlacedRange[] = []
    for (let at = from; at < places.length; at++) {
      const range = places[at]
      if (!range || range.start >= end) break
      if (range.end > start) overlapping.push(range)
    }
    return join(overlapping, start, end)
  }
}

function join(ranges: readonly PlacedRange[], start: number, end: number): Place | null {
  const [first, ...rest] = ranges
  if (!first) return null
  if (first.place.kind === 'symbol') return largest(ranges, start, end)
  return rest.reduce<Place>((joined, { place }) => joinTwo(joined, place), first.place)
}

/** Of several definitions the one that fills most of the passage; of those that do so alike, save for a bracket or two, the innermost. */
function largest(ranges: readonly PlacedRange[], start: number, end: number): Place | null {
  const overlap = (range: PlacedRange) => Math.min(range.end, end) - Math.max(range.start, start)
  const most = Math.max(...ranges.map(overlap))
  return ranges.findLast((range) => overlap(range) >= most * 0.9)?.place ?? null
}

function joinTwo(a: Place, b: Place): Place {
  if (a.kind === 'box' && b.kind === 'box') {
    const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)]
    const width = Math.max(a.x + a.width, b.x + b.width) - x
    const height = Math.max(a.y + a.height, b.y + b.height) - y
    return { kind: 'box', x, y, width, height }
  }
  if (a.kind === 'cells' && b.kind === 'cells' && a.sheet === b.sheet) {
    return { ...a, range: joinRanges(a.range, b.range) }
  }
  if (a.kind === 'notebook' && b.kind === 'notebook') return { ...a, last: b.last }
  if (a.kind === 'messages' && b.kind === 'messages') return { ...a, last: b.last }
  if (a.kind === 'time' && b.kind === 'time') return { ...a, to: Math.max(a.to, b.to) }
  return a
}

/** The smallest range in A1 notation that holds both. */
function joinRanges(a: string, b: string): string {
  const corners = [...a.split(':'), ...b.split(':')].map(cornerOf)
  const columns = corners.map(({ column }) => column)
  const rows = corners.map(({ row }) => row)
  const from = cellName(Math.min(...columns), Math.min(...rows))
  const to = cellName(Math.max(...columns), Math.max(...rows))
  return from === to ? from : `${from}:${to}`
}

/** `C12` for column 3 and row 12; both counted from 1. */
export function cellName(column: number, row: number): string {
  let letters = ''
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters
  }
  return `${letters}${row}`
}

function cornerOf(cell: string): { readonly column: number; readonly row: number } {
  const letters = /^[A-Z]*/.exec(cell)?.[0] ?? ''
  const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0)
  return { column, row: Number(cell.slice(letters.length)) }
}
