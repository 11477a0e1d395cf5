import type { TokenCounter } from './passage-size.ts'

export interface Piece {
  readonly start: number
  readonly end: number
  readonly tokens: number
}

export interface Stretch {
  readonly text: string
  readonly start: number
  readonly end: number
  readonly kind: 'prose' | 'lines'
  /** In tokens; no piece is larger, save where one character is. */
  readonly budget: number
  /** The most characters of a piece. */
  readonly characters: number
  readonly countTokens: TokenCounter
}

/** Cuts a stretch of text at its most natural borders into pieces within the budget. White space at the ends is left out. */
export function cut(stretch: Stretch): Piece[] {
  const pieces: Piece[] = []
  cutAt(stretch, levels[stretch.kind], pieces)
  return pieces
}

type Borders = (text: string) => Iterable<number>

function cutAt(stretch: Stretch, [borders, ...finer]: readonly Borders[], pieces: Piece[]): void {
  const { start, end } = trimmed(stretch)
  if (start >= end) return
  const tokens = countWithin(stretch, start, end)
  if (tokens !== null) {
    pieces.push({ start, end, tokens })
    return
  }
  if (!borders) return cutHard({ ...stretch, start, end }, pieces)
  let from = start
  for (const border of borders(stretch.text.slice(start, end))) {
    if (start + border <= from) continue
    cutAt({ ...stretch, start: from, end: start + border }, finer, pieces)
    from = start + border
  }
  cutAt({ ...stretch, start: from, end }, finer, pieces)
}

/** Null when the range is over the budget. Long ranges are not counted: counting must not cost more than cutting. */
function countWithin({ text, budget, characters, countTokens }: Stretch, start: number, end: number): number | null {
  if (end - start > characters) return null
  const tokens = countTokens(text.slice(start, end))
  return tokens <= budget ? tokens : null
}

const levels: Readonly<Record<Stretch['kind'], readonly Borders[]>> = {
  prose: [emptyLines, sentences],
  lines: [emptyLines, lineEnds],
}

function* emptyLines(text: string): Generator<number> {
  for (const { index, 0: gap } of text.matchAll(/\n[ \t]*\n\s*/g)) yield index + gap.length
}

function* lineEnds(text: string): Generator<number> {
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) yield at + 1
}

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' })

function* sentences(text: string): Generator<number> {
  // The segmenter ends a sentence at each line end, but most lines are wrapped; a list's items stay apart.
  const unwrapped = text.replace(/\n(?![ \t]*(?:[-*+•–—]|\d+[.)])[ \t])/g, ' ')
  for (let from = 0; from < text.length; ) {
    const to = windowEnd(text, from)
    for (const { index } of segmenter.segment(unwrapped.slice(from, to))) yield afterMarks(text, from + index)
    yield to
    from = to
  }
}

// To the segmenter the marks that close a bold sentence open the next one.
function afterMarks(text: string, border: number): number {
  closing.lastIndex = border
  return border + (closing.exec(text)?.[0].length ?? 0)
}

const closing = /[*_`~"')\]]{1,4}\s+/y

// The segmenter's time grows faster than the text; windows keep a text without any border affordable.
function windowEnd(text: string, from: number): number {
  const far = from + 20_000
  if (far >= text.length) return text.length
  const space = text.lastIndexOf(' ', far)
  return space > from ? space + 1 : safeBorder(text, far, from)
}

/** No natural border is left: as many words as fit, and where a word alone is too long, as many characters. */
function cutHard(stretch: Stretch, pieces: Piece[]): void {
  const { text, end } = stretch
  let from = stretch.start
  while (from < end) {
    let to = Math.min(end, from + stretch.characters)
    if (to < end) to = wordBorder(text, to, from)
    let tokens = countWithin(stretch, from, to)
    while (tokens === null) {
      const shorter = wordBorder(text, from + Math.floor((to - from) * 0.7), from)
      if (shorter >= to) break
      to = shorter
      tokens = countWithin(stretch, from, to)
    }
    const piece = trimmed({ text, start: from, end: to })
    if (piece.start < piece.end) pieces.push({ ...piece, tokens: tokens ?? stretch.budget })
    from = to
  }
}

function wordBorder(text: string, at: number, from: number): number {
  for (let i = at; i > from + (at - from) / 2; i--) if (/\s/.test(text[i - 1] ?? '')) return i
  return safeBorder(text, at, from)
}

/** Never between the halves of a character, nor between a letter and the marks on it. */
function safeBorder(text: string, at: number, from: number): number {
  let border = at
  while (border > from + 1 && !isSafe(text, border)) border -= 1
  if (border > from + 1 || isSafe(text, border)) return border
  border = at
  while (border < text.length && !isSafe(text, border)) border += 1
  return border
}

function isSafe(text: string, at: number): boolean {
  const after = text.codePointAt(at)
  if (after === undefined) return true
  const unit = text.charCodeAt(at)
  if (unit >= 0xdc00 && unit <= 0xdfff) return false
  if (text.charCodeAt(at - 1) === 0x200d) return false
  return !/^[\p{M}\u200d\p{Emoji_Modifier}]/u.test(String.fromCodePoint(after))
}

function trimmed({ text, start, end }: Pick<Stretch, 'text' | 'start' | 'end'>) {
  let [from, to] = [start, end]
  while (from < to && isSpace(text.charCodeAt(from))) from += 1
  while (to > from && isSpace(text.charCodeAt(to - 1))) to -= 1
  return { start: from, end: to }
}

// What `trim` takes away. Nearly all is ASCII, so the rest is looked at only where it can be.
function isSpace(unit: number): boolean {
  if (unit < 0x80) return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d)
  return /\s/.test(String.fromCharCode(unit))
}
