import type { TextRange } from '#contract/passage'

export interface Line {
  readonly text: string
  /** Where it begins in the whole text. */
  readonly start: number
  /** Counted from 1; null where a line too long to be shown as one goes on. */
  readonly number: number | null
}

// A file can be one line of megabytes; a browser lays out a few thousand characters at once, no more.
const longestLine = 4_000

/** A text as its lines, without their ends; what is too long to be shown as one goes on in lines of the same number. */
export function cutLines(text: string): readonly Line[] {
  const lines: Line[] = []
  let start = 0
  let number = 0
  for (const match of text.matchAll(/\r\n|\n|\r/g)) {
    add(match.index)
    start = match.index + match[0].length
  }
  add(text.length)
  return lines

  function add(end: number) {
    number += 1
    for (let at = start; at === start || at < end; at += longestLine) {
      lines.push({
        text: text.slice(at, Math.min(end, at + longestLine)),
        start: at,
        number: at === start ? number : null,
      })
    }
  }
}

/** Which line a place in the text is on. */
export function lineAt(lines: readonly Line[], offset: number): number {
  let low = 0
  let high = lines.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((lines[middle]?.start ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return low
}

/** The part of a line that is marked, as ranges within the line. */
export function marksOfLine(line: Line, marks: readonly TextRange[]): readonly TextRange[] {
  const end = line.start + line.text.length
  return marks
    .filter((mark) => mark.start < end && mark.end > line.start)
    .map((mark) => ({
      start: Math.max(0, mark.start - line.start),
      end: Math.min(line.text.length, mark.end - line.start),
    }))
}
