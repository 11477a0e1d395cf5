import type { TextRange } from '#contract/passage'

export interface Line {
  readonly text: string
  /** Where it begins in the whole text. */
  readonly start: number
}

/** A text as its lines, without their ends. */
export function cutLines(text: string): readonly Line[] {
  const lines: Line[] = []
  let start = 0
  for (const match of text.matchAll(/\r\n|\n|\r/g)) {
    lines.push({ text: text.slice(start, match.index), start })
    start = match.index + match[0].length
  }
  lines.push({ text: text.slice(start), start })
  return lines
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
