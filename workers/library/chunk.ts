import type { Place } from '#contract/passage'
import { cut, type Piece } from './cut.ts'
import type { Block, Heading, ParsedDocument } from './parsers/parser.ts'
import { type PassageSize, passageSize, type TokenCounter } from './passage-size.ts'
import { placeFinder } from './places.ts'

/** A passage's place and text; `text === document.text.slice(start, end)`. */
export interface Chunk {
  readonly start: number
  readonly end: number
  readonly page: number | null
  /** Headings above it, outermost first, joined by ` › `; null without headings. */
  readonly heading: string | null
  readonly startLine: number
  readonly endLine: number
  readonly place: Place | null
}

/** Cuts a document into passages along its structure, in reading order. A document that fits is one passage per page. */
export function chunk(document: ParsedDocument, countTokens: TokenCounter, size: PassageSize = passageSize): Chunk[] {
  const { text } = document
  const sections = sectionsOf(document, countTokens, size)
  const fits = text.length <= size.characters && countTokens(text) <= size.most
  const isApart = document.hasSectionsApart ?? false
  const topLevel = isApart ? 0 : topLevelOf(sections)
  const line = lineFinder(text)
  const placeOf = placeFinder(document.places ?? [])
  return merge(sections, (a, b) => (fits && !isApart) || meet(a, b, { topLevel, size }), size).map(
    ({ start, end, page, headings }) => ({
      start,
      end,
      page,
      heading: headingLine(headings),
      startLine: line(start),
      endLine: line(end - 1),
      place: placeOf(start, end),
    }),
  )
}

/** Headings as one line of context; a very long one keeps its end, where the nearest heading is. */
export function headingLine(headings: readonly Heading[]): string | null {
  const joined = headings
    .map(({ text }) => text.trim())
    .filter((text) => text !== '')
    .join(' › ')
  if (joined.length <= passageSize.headingCharacters) return joined || null
  return `…${joined.slice(1 - passageSize.headingCharacters)}`.toWellFormed().replaceAll('\uFFFD', '')
}

interface Section {
  readonly headings: readonly Heading[]
  readonly page: number | null
  readonly pieces: readonly Piece[]
  readonly tokens: number
}

interface Stretch {
  readonly start: number
  readonly end: number
  readonly page: number | null
  readonly headings: readonly Heading[]
}

function sectionsOf({ text, blocks }: ParsedDocument, countTokens: TokenCounter, size: PassageSize): Section[] {
  const sections: Section[] = []
  for (const group of grouped(blocks)) {
    const { headings, page } = group[0]
    const context = headingLine(headings)
    const budget = size.most - (context === null ? 0 : Math.min(countTokens(context), size.most / 2))
    const pieces = group.flatMap(({ start, end, kind }) =>
      cut({ text, start, end: Math.min(end, text.length), kind, budget, countTokens, characters: size.characters }),
    )
    const nearest = headings.at(-1)
    const tokens = sum(pieces) + (nearest ? countTokens(nearest.text.slice(0, size.characters)) : 0)
    if (pieces.length > 0) sections.push({ headings, page, pieces, tokens })
  }
  return sections
}

function grouped(blocks: readonly Block[]): [Block, ...Block[]][] {
  const groups: [Block, ...Block[]][] = []
  for (const block of blocks) {
    const last = groups.at(-1)
    if (last && last[0].headings === block.headings && last[0].page === block.page) last.push(block)
    else groups.push([block])
  }
  return groups
}

/** Short sections are merged whole with their neighbours, long ones are filled up piece by piece. */
function merge(
  sections: readonly Section[],
  mayMeet: (open: Merged, next: Section) => boolean,
  size: PassageSize,
): Stretch[] {
  const stretches: Stretch[] = []
  let open: Merged | null = null
  for (const section of sections) {
    const after = stretches.at(-1)?.end ?? 0
    const wider: Merged | null = open && join(open, section)
    if (open && wider && open.page === section.page && mayMeet(open, section) && startOf(wider) >= after) {
      open = wider
      continue
    }
    if (open) stretches.push(...(open.count === 1 ? fill(open, size) : [whole(open)]))
    open = { ...section, count: 1, first: section }
  }
  if (open) stretches.push(...(open.count === 1 ? fill(open, size) : [whole(open)]))
  return stretches
}

/** Whole sections on the way to one passage: what all have above them is its heading. */
interface Merged extends Section {
  readonly count: number
  readonly first: Section
}

function join(open: Merged, next: Section): Merged {
  const parts = open.headings.findIndex((heading, depth) => next.headings[depth]?.start !== heading.start)
  return {
    headings: parts === -1 ? open.headings : open.headings.slice(0, parts),
    page: open.page,
    pieces: [...open.pieces, ...next.pieces],
    tokens: open.tokens + next.tokens,
    count: open.count + 1,
    first: open.first,
  }
}

/** What only some have above them stays in the text, so the passage begins at the first such heading. */
function startOf({ first, headings, pieces }: Merged): number {
  return first.headings[headings.length]?.start ?? pieces[0]?.start ?? 0
}

function whole(merged: Merged): Stretch {
  const { page, headings, pieces } = merged
  return { start: startOf(merged), end: pieces.at(-1)?.end ?? 0, page, headings }
}

function fill({ pieces, headings, page }: Section, size: PassageSize): Stretch[] {
  const stretches: Stretch[] = []
  let taken: Piece[] = []
  const budget = size.most - Math.min(size.most / 2, Math.ceil((headingLine(headings)?.length ?? 0) / 3))
  pieces.forEach((piece, index) => {
    const tokens = sum(taken)
    const isLastShort = index === pieces.length - 1 && piece.tokens < size.short
    const most = isLastShort ? budget : Math.min(budget, size.aim)
    const characters = piece.end - (taken[0]?.start ?? piece.start)
    if (taken.length > 0 && (tokens + piece.tokens > most || characters > size.characters)) close()
    taken.push(piece)
  })
  close()
  return stretches

  function close(): void {
    const [first, last] = [taken[0], taken.at(-1)]
    if (first && last) stretches.push({ start: first.start, end: last.end, page, headings })
    taken = []
  }
}

// With a single outermost heading that heading is the title, and the sections below it are the top ones.
function topLevelOf(sections: readonly Section[]): number {
  const outermost = new Set(sections.map(({ headings }) => headings[0]?.start))
  return outermost.size > 1 ? 0 : 1
}

function meet(
  open: Merged,
  next: Section,
  { topLevel, size }: { readonly topLevel: number; readonly size: PassageSize },
): boolean {
  if (open.first.headings[topLevel]?.start !== next.headings[topLevel]?.start) return false
  const isShort = open.tokens < size.short || next.tokens < size.short
  return isShort && open.tokens + next.tokens <= size.aim
}

function sum(pieces: readonly Piece[]): number {
  return pieces.reduce((total, { tokens }) => total + tokens, 0)
}

/** Lines are asked for in ascending order, so the text is walked once. */
function lineFinder(text: string): (offset: number) => number {
  let line = 1
  let next = text.indexOf('\n')
  return (offset) => {
    while (next !== -1 && next < offset) {
      line += 1
      next = text.indexOf('\n', next + 1)
    }
    return line
  }
}
