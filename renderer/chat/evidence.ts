import type { Citation } from '#contract/chat.contract'
import type { Passage, TextRange } from '#contract/passage'
import { placeInWords } from '#contract/place-words'
import { quotedText } from '#contract/quoted-text'
import type { FoundPassage } from '#contract/search.contract'
import type { EvidencePlace } from '../app/useDocument.ts'
import { nameOfFile } from '../ui/file-name.ts'
import { rangesWithin } from '../ui/marks.ts'
import { cellsOf, type QuotedCell } from './cells.ts'

/** What stands in the margin beside a sentence. */
export interface Evidence extends EvidencePlace {
  readonly passage: Passage
  readonly title: string
  /** Page, cells, definition, heading, row or line. */
  readonly place: string
  readonly quote: string
  /** The words to mark, within `quote`. */
  readonly quoteMarks: readonly TextRange[]
  /** The cells of the quoted row of a table; null elsewhere. */
  readonly cells: readonly QuotedCell[] | null
  readonly weak: boolean
}

/** The evidence of a kept citation. */
export function citationToEvidence({ n, passage, quote, quoteRange, marks, support }: Citation): Evidence {
  const inside = rangesWithin(marks, quoteRange)
  return {
    ...describe(n, passage),
    ...asRead(quote, inside.length > 0 ? inside : [{ start: 0, end: quote.length }], passage),
    weak: support === 'weak',
    marks: inDocument(passage, marks, quoteRange),
  }
}

/** The evidence of a passage that was given to the model, until it is known which of its words were meant. */
export function passageToEvidence(passage: FoundPassage, n: number): Evidence {
  const sentence = sentenceAround(passage.text, passage.marks)
  return {
    ...describe(n, passage),
    ...asRead(passage.text.slice(sentence.start, sentence.end), rangesWithin(passage.marks, sentence), passage),
    weak: false,
    marks: inDocument(passage, [], sentence),
  }
}

// One line without the signs of its format; a row of a table is there as its cells, too.
function asRead(quote: string, marks: readonly TextRange[], { type }: Passage) {
  const read = quotedText(quote, marks, type)
  return { quote: read.text, quoteMarks: read.marks, cells: type === 'csv' ? cellsOf(quote, marks) : null }
}

/** Where a passage stands, as one says it: `p. 3`, `Costs!A5:F9`, `row 14`, the last heading, `line 7`. */
export function placeOf(passage: Passage) {
  const { type, heading, title, startLine } = passage
  const words = placeInWords(passage)
  if (words !== null) return words
  if (type === 'csv') return `row ${startLine}`
  if (type === 'code' || type === 'json') return `line ${startLine}`
  const last = heading?.split(' › ').at(-1)
  // The first heading of a document is its title, which says nothing of where.
  return last && last !== title ? last : `line ${startLine}`
}

function describe(n: number, passage: Passage) {
  return {
    n,
    passage,
    documentId: passage.documentId,
    page: passage.page,
    title: nameOfFile(passage),
    place: placeOf(passage),
  }
}

function inDocument(passage: Passage, marks: readonly TextRange[], fallback: TextRange): readonly TextRange[] {
  const { start } = passage.range
  const ranges = marks.length > 0 ? marks : [fallback]
  return ranges.map((range) => ({ start: start + range.start, end: start + range.end }))
}

/** The sentence with the most marks; the first 240 characters when nothing is marked. */
function sentenceAround(text: string, marks: readonly TextRange[]): TextRange {
  let best = { start: 0, end: Math.min(text.length, 240) }
  let most = 0
  // A single line end is a wrapped line; it ends no sentence.
  const flowing = text.replace(/(?<!\n)\n(?!\n)/g, ' ')
  for (const { segment, index } of new Intl.Segmenter(undefined, { granularity: 'sentence' }).segment(flowing)) {
    const range = { start: index, end: index + segment.trimEnd().length }
    const weight = rangesWithin(marks, range).reduce((sum, mark) => sum + mark.end - mark.start, 0)
    if (weight > most) {
      most = weight
      best = range
    }
  }
  return best
}
