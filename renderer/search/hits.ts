import type { DocumentType, TextRange } from '#contract/passage'
import { placeInWords } from '#contract/place-words'
import { quotedText } from '#contract/quoted-text'
import type { FoundPassage } from '#contract/search.contract'
import type { DocumentPlace } from '../app/document-place.ts'
import { nameOfFile } from '../ui/file-name.ts'

export interface HitGroup {
  readonly documentId: string
  readonly name: string
  readonly type: DocumentType
  readonly sourceId: string
  readonly shown: readonly FoundPassage[]
  /** Passages of the document that are folded away. */
  readonly more: number
}

const shownAtFirst = 2

/** What was found, by document in order of the best passage; all but the best two of each are folded. */
export function groupHits(passages: readonly FoundPassage[], unfolded: ReadonlySet<string>): readonly HitGroup[] {
  return [...Map.groupBy(passages, (passage) => passage.documentId)].flatMap(([documentId, all]) => {
    const [best] = all
    if (!best) return []
    const shown = unfolded.has(documentId) ? all : all.slice(0, shownAtFirst)
    const { type, sourceId } = best
    return { documentId, name: nameOfFile(best), type, sourceId, shown, more: all.length - shown.length }
  })
}

/** Passages worth showing: those with the words, and those search takes for an answer. */
export function worthShowing(passages: readonly FoundPassage[]) {
  return passages.filter((passage) => passage.relevant || passage.marks.length > 0)
}

/** Where in its document a passage stands, in a word or two. */
export function placeName(passage: FoundPassage) {
  const { type, page, heading, startLine, place } = passage
  const words = placeInWords(passage)
  // A name from the document itself keeps its letters.
  if (words !== null) return place?.kind === 'symbol' || place?.kind === 'cells' ? words : capital(words, page)
  if (type === 'csv') return `Row ${startLine}`
  if (type === 'code' || type === 'json') return `Line ${startLine}`
  return heading?.split(' › ').at(-1) ?? (startLine > 1 ? `Line ${startLine}` : 'Beginning')
}

function capital(words: string, page: number | null) {
  return words.startsWith('p. ') ? `Page ${page}` : words.charAt(0).toUpperCase() + words.slice(1)
}

export interface Excerpt {
  readonly text: string
  readonly marks: readonly TextRange[]
}

const before = 60
/** About what two lines of a result hold, in characters. */
const inSight = 140

/**
 * The part of a passage in which most of the different marked words stand together, the first of such parts; it begins
 * with a sentence where one begins near.
 */
export function excerptOf(passage: Pick<FoundPassage, 'text' | 'marks' | 'type'>): Excerpt {
  const { text, marks } = quotedText(passage.text, passage.marks, passage.type)
  const first = fullestFrom(text, marks)
  const start = first <= before ? 0 : beginningBefore(text, first)
  const cut = start > 0 && !/[.!?…] $/.test(text.slice(0, start)) ? '…' : ''
  const shift = cut.length - start
  return {
    text: cut + text.slice(start),
    marks: marks
      .filter((mark) => mark.start >= start)
      .map((mark) => ({ start: mark.start + shift, end: mark.end + shift })),
  }
}

/** Where the stretch begins that shows the most different marked words. */
function fullestFrom(text: string, marks: readonly TextRange[]) {
  let best = { from: 0, words: 0 }
  for (const { start: from } of marks) {
    const together = marks.filter(({ start, end }) => start >= from && end <= from + inSight)
    const words = new Set(together.map(({ start, end }) => text.slice(start, end).toLowerCase())).size
    if (words > best.words) best = { from, words }
  }
  return best.from
}

function beginningBefore(text: string, at: number) {
  const from = at - before
  const sentence = [...text.slice(from, at).matchAll(/[.!?…]\s+/g)].at(-1)
  if (sentence) return from + sentence.index + sentence[0].length
  const word = text.slice(from, at).search(/\s\S/)
  return word === -1 ? from : from + word + 1
}

/** The place of a passage in its document: its words marked, or all of it when it was found by meaning alone. */
export function placeOfHit({ documentId, range, marks, page }: FoundPassage): DocumentPlace {
  const words = marks.map((mark) => ({ start: range.start + mark.start, end: range.start + mark.end }))
  return { documentId, page, marks: words.length > 0 ? words : [range] }
}

/** A passage by its file and its place in it. */
export function nameOfPassage(passage: FoundPassage) {
  return `${nameOfFile(passage)}, ${placeName(passage).toLowerCase()}`
}
