import type { Place } from '#contract/passage'
import type { Block, Heading, PlacedRange } from './parser.ts'

export interface HeadingToWrite {
  readonly text: string
  /** From 1, the outermost. */
  readonly level: number
  /** How it stands in the text form, where that is not its text alone. */
  readonly line?: string
}

export interface WrittenText {
  readonly text: string
  readonly blocks: readonly Block[]
  readonly places: readonly PlacedRange[]
  readonly firstHeading: string | null
}

export type TextWriter = ReturnType<typeof createTextWriter>

/** Builds a text form with its blocks, headings, pages and places. Takes no more once it holds more than `most` characters. */
export function createTextWriter(most: number) {
  const parts: string[] = []
  const blocks: Block[] = []
  const places: PlacedRange[] = []
  let length = 0
  let page: number | null = null
  let pageStart = 0
  let wantsGap = true
  let headings: readonly (Heading & { readonly level: number; readonly end: number })[] = []
  let firstHeading: string | null = null
  let firstStart: number | null = null

  return { isFull, heading, paragraph, item, row, gap, nextPage, placed, end }

  function isFull(): boolean {
    return length > most
  }

  function heading({ text, level, line = text }: HeadingToWrite): void {
    keepBareHeading(level)
    wantsGap = true
    const place = add(line)
    wantsGap = true
    if (!place) return
    firstHeading ??= text
    headings = [...headings.filter((above) => above.level < level), { text, level, ...place }]
  }

  /** Stands alone, with an empty line before it. */
  function paragraph(text: string, kind: Block['kind'] = 'prose'): void {
    gap()
    const place = add(text)
    if (place) blocks.push({ ...place, headings, page, kind })
    gap()
  }

  /** A line of a list. */
  function item(text: string): void {
    const place = add(text)
    if (place) blocks.push({ ...place, headings, page, kind: 'prose' })
  }

  /** A line of a table; rows that follow each other are one block. */
  function row(text: string): void {
    const joins = !wantsGap
    const place = add(text)
    if (!place) return
    const last = blocks.at(-1)
    const isSame = last?.kind === 'lines' && last.headings === headings && last.page === page
    if (joins && last && isSame && last.end === place.start - 1) blocks[blocks.length - 1] = { ...last, end: place.end }
    else blocks.push({ ...place, headings, page, kind: 'lines' })
  }

  /** What is written next has an empty line before it. */
  function gap(): void {
    wantsGap = true
  }

  /** Begins a page, the first included; headings do not reach over pages. */
  function nextPage(): void {
    keepBareHeading(0)
    headings = []
    if (page !== null) push('\n\f')
    page = (page ?? 0) + 1
    pageStart = length
  }

  /** What is written meanwhile stands at one place. */
  function placed(place: Place, write: () => void): void {
    firstStart = null
    write()
    if (firstStart !== null) places.push({ start: firstStart, end: length, place })
  }

  function end(): WrittenText {
    keepBareHeading(0)
    return { text: parts.join(''), blocks, places, firstHeading }
  }

  function add(raw: string): { readonly start: number; readonly end: number } | null {
    const text = raw.trimEnd()
    if (isFull() || text === '') return null
    if (length > pageStart) push(wantsGap ? '\n\n' : '\n')
    wantsGap = false
    const start = length
    firstStart ??= start
    push(/[\f\v\r]/.test(text) ? text.replace(/\r\n|[\f\v\r]/g, '\n') : text)
    return { start, end: length }
  }

  function push(text: string): void {
    parts.push(text)
    length += text.length
  }

  /** A heading with nothing under it would be in no passage: it is content then. */
  function keepBareHeading(nextLevel: number): void {
    const last = headings.at(-1)
    if (!last || nextLevel > last.level || (blocks.at(-1)?.start ?? -1) >= last.start) return
    blocks.push({ start: last.start, end: last.end, headings: headings.slice(0, -1), page, kind: 'prose' })
  }
}
