import type { TextRange } from '#contract/passage'
import type { LoadedPassage } from './passage.store.ts'

const segmenter = new Intl.Segmenter(undefined, { granularity: 'sentence' })

/** The sentences of a passage, within its text; of tables and code the lines. */
export function sentencesOf({ text, type }: Pick<LoadedPassage, 'text' | 'type'>): TextRange[] {
  const lines = type === 'csv' || type === 'json' || type === 'code'
  const prose = lines ? text : unwrapped(text)
  return paragraphsOf(prose, /\n\s*/g)
    .flatMap(({ start, end }) => (lines ? [{ start, end }] : segments(prose.slice(start, end), start)))
    .flatMap((range) => trimmed(text, range))
}

/** The text, as long as before, with a space for each line break that only wraps a line. */
function unwrapped(text: string): string {
  return text.replace(
    /(?<!.)(.*)\n(?![ \t]*(?:\n|[-*•|#>]|\d+[.)]\s))(?=[ \t]*(\S))/g,
    (whole, line: string, next: string) => {
      const wraps = !/^\s*(?:#|\|)/.test(line) && (line.length >= wrappedLine || /\p{Ll}/u.test(next))
      return line.trim() !== '' && wraps ? `${line} ` : whole
    },
  )
}

/** A shorter line before one that begins with a capital is a heading or an item of a list, not wrapped prose. */
const wrappedLine = 45

function paragraphsOf(text: string, separator: RegExp): TextRange[] {
  const ends = [...text.matchAll(separator)].map((match) => ({ end: match.index, next: match.index + match[0].length }))
  const starts = [0, ...ends.map(({ next }) => next)]
  return starts.map((start, index) => ({ start, end: ends[index]?.end ?? text.length }))
}

function segments(paragraph: string, offset: number): TextRange[] {
  const found: TextRange[] = []
  for (const { segment, index } of segmenter.segment(paragraph)) {
    const last = found.at(-1)
    const start = offset + index
    // "Dr. Miller", "e.g. this": what follows a short abbreviation or a lower-case letter belongs to it.
    const belongs =
      last &&
      /(?:^|[\s(])(?:\p{L}|Dr|Mr|Mrs|Ms|St|No|vs|etc|cf|Fig|approx)\.\s*$/u.test(
        paragraph.slice(last.start - offset, index),
      )
    if (last && belongs) found[found.length - 1] = { start: last.start, end: start + segment.length }
    else found.push({ start, end: start + segment.length })
  }
  return found
}

function trimmed(text: string, { start, end }: TextRange): TextRange[] {
  const slice = text.slice(start, end)
  const from = start + (slice.length - slice.trimStart().length)
  const to = start + slice.trimEnd().length
  return /[\p{L}\p{N}]/u.test(slice) ? [{ start: from, end: to }] : []
}
