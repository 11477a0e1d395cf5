import type { TextRange } from '#contract/passage'

export interface Piece {
  readonly text: string
  readonly marked: boolean
}

/** Cuts a text into marked and plain pieces; ranges may overlap, come in any order and reach beyond the text. */
export function cutByMarks(text: string, marks: readonly TextRange[]): readonly Piece[] {
  const pieces: Piece[] = []
  let at = 0
  for (const { start, end } of joinRanges(marks)) {
    const from = Math.max(start, at)
    const to = Math.min(end, text.length)
    if (from >= to) continue
    if (from > at) pieces.push({ text: text.slice(at, from), marked: false })
    pieces.push({ text: text.slice(from, to), marked: true })
    at = to
  }
  if (at < text.length) pieces.push({ text: text.slice(at), marked: false })
  return pieces
}

/** Sorts ranges and joins those that touch or overlap. */
export function joinRanges(ranges: readonly TextRange[]): readonly TextRange[] {
  const joined: TextRange[] = []
  for (const range of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = joined.at(-1)
    if (last && range.start <= last.end)
      joined[joined.length - 1] = { start: last.start, end: Math.max(last.end, range.end) }
    else if (range.end > range.start) joined.push(range)
  }
  return joined
}

/** Ranges as they stand inside `text.slice(within.start, within.end)`. */
export function rangesWithin(ranges: readonly TextRange[], within: TextRange): readonly TextRange[] {
  return ranges
    .map(({ start, end }) => ({
      start: Math.max(start, within.start) - within.start,
      end: Math.min(end, within.end) - within.start,
    }))
    .filter(({ start, end }) => end > start)
}
