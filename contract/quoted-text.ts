import type { DocumentType, TextRange } from './passage.ts'

export interface QuotedText {
  readonly text: string
  readonly marks: TextRange[]
}

/** A quote as a person reads it: on one line, without the signs of Markdown and of tables, its marks moved along; no word is changed. */
export function quotedText(quote: string, marks: readonly TextRange[], type: DocumentType): QuotedText {
  const edits =
    type === 'csv'
      ? editsOfRows(quote)
      : [...quote.matchAll(type === 'markdown' ? markdownSigns : whiteSpace)].flatMap(editsOf)
  let text = ''
  let at = 0
  /** Where each position of the quote came to stand. */
  const places = new Uint32Array(quote.length + 1)
  for (const { start, end, by } of edits) {
    copyTo(start)
    // At the edges white space says nothing, and two spaces say no more than one.
    const written = by === ' ' && (text === '' || text.endsWith(' ')) ? '' : by
    places.fill(text.length, start, end)
    text += written
    at = end
  }
  copyTo(quote.length)
  const length = text.trimEnd().length
  places[quote.length] = length
  return {
    text: text.slice(0, length),
    marks: marks.map(({ start, end }) => range(start, end)).filter(({ start, end }) => end > start),
  }

  function copyTo(end: number) {
    for (; at < end; at++) {
      places[at] = text.length
      text += quote[at]
    }
  }

  function range(start: number, end: number): TextRange {
    const last = Math.min(end, quote.length)
    // The end of a mark is the end of its last character, so that a sign that was taken out after it stays outside.
    const from = places[Math.min(start, quote.length)] ?? 0
    const to = last > start ? (places[last - 1] ?? 0) + 1 : from
    return { start: from, end: Math.min(to, length) }
  }
}

interface Edit {
  readonly start: number
  readonly end: number
  readonly by: string
}

/** `Month: May; Rent: 20` is a row of a table in a document's text form; it is read `Month · May, Rent · 20`. */
function editsOfRows(quote: string): Edit[] {
  return [...quote.matchAll(rowSigns)].map(({ 0: found, index }) => {
    const by = found.startsWith(':') ? ' · ' : found.startsWith(';') ? ', ' : '; '
    return { start: index, end: index + found.length, by }
  })
}

// Behind the name of a column, between two cells, between two rows.
const rowSigns = /(?<=(?:^|; |\n)[^:;\n]+): |; |(?:(?<![^\S\n])[^\S\n]+)?\n\s*/g

const whiteSpace = /\s+/g

// In this order: a table's ruler, its bars, list and heading signs at the start of a line, links, emphasis, code, white space.
const markdownSigns =
  /^[ \t]*(?:\|[ \t]*)?:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*(?:\|[ \t]*)?$|(?<=^|\n)[ \t]*\|[ \t]*|[ \t]*\|[ \t]*(?=\n|$)|[ \t]+\|[ \t]+|(?<=^|\n)[ \t]*(?:#{1,6}[ \t]+|>[ \t]?|[-*+][ \t]+(?:\[[ xX]\][ \t]+)?)|!?\[([^\]\n]{0,200})\]\([^)\s]{0,2000}\)|\*\*|__|(?<![\w*])\*(?=\S)|(?<=\S)\*(?![\w*])|(?<!\w)_(?=\S)|(?<=\S)_(?!\w)|`+|\s+/gm

function editsOf(match: RegExpMatchArray): Edit[] {
  const [found, label] = match
  const start = match.index ?? 0
  const end = start + found.length
  if (label !== undefined) {
    const labelStart = start + found.indexOf('[') + 1
    return [
      { start, end: labelStart, by: '' },
      { start: labelStart + label.length, end, by: '' },
    ]
  }
  const isInnerBar = /^[ \t]+\|[ \t]+$/.test(found)
  return [{ start, end, by: isInnerBar ? ' · ' : found.trim() === '' ? ' ' : '' }]
}
