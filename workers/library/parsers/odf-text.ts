import { skipping, type XmlAttributes, type XmlReader } from './xml.ts'

/** Takes what an OpenDocument text or presentation says, in reading order. */
export interface OdfTextTaker {
  readonly heading: (text: string, level: number) => void
  /** `style` is the name of its style. */
  readonly paragraph: (text: string, style: string) => void
  readonly item: (text: string) => void
  readonly row: (text: string) => void
  readonly gap: () => void
  /** Every element that is no text. */
  readonly open?: (name: string, attributes: XmlAttributes) => void
  readonly close?: (name: string) => void
}

interface Paragraph {
  text: string
  readonly level: number
  readonly style: string
}

interface Said {
  readonly text: string
  readonly level: number
  readonly style: string
  readonly isItem: boolean
}

/** Reads paragraphs, headings, lists and tables of OpenDocument's content; what stands inside a paragraph (a note, a box) follows it. */
export function odfTextReader(taker: OdfTextTaker): XmlReader {
  const open: Paragraph[] = []
  const after: Said[] = []
  // A table in a cell is text of that cell.
  const cells: { texts: string[]; inner: string[] }[] = []
  let lists = 0
  let startsItem = false

  return skipping(leftOut, {
    open(name, attributes) {
      if (name === 'p' || name === 'h') {
        const level = name === 'h' ? Number(attributes['text:outline-level'] ?? 1) || 1 : 0
        open.push({ text: '', level, style: attributes['text:style-name'] ?? '' })
      } else if (name === 's') add(' '.repeat(Math.min(Number(attributes['text:c'] ?? 1) || 1, 80)))
      else if (name === 'tab') add('\t')
      else if (name === 'line-break') add('\n')
      else if (name === 'list') beginList()
      else if (name === 'list-item') startsItem = true
      else if (name === 'table') taker.gap()
      else if (name === 'table-row') cells.push({ texts: [], inner: [] })
      else taker.open?.(name, attributes)
    },
    text(text) {
      add(text.replace(/\s+/g, ' '))
    },
    close(name) {
      if (name === 'p' || name === 'h') endParagraph()
      else if (name === 'list') endList()
      else if (name === 'table-cell') endCell()
      else if (name === 'table-row') endRow()
      else if (name === 'table') taker.gap()
      else taker.close?.(name)
    },
  })

  function add(text: string): void {
    const paragraph = open.at(-1)
    if (paragraph) paragraph.text += text
  }

  function endParagraph(): void {
    const paragraph = open.pop()
    if (!paragraph) return
    const { level, style } = paragraph
    const said = { text: paragraph.text.trim(), level, style, isItem: lists > 0 }
    const row = cells.at(-1)
    if (row) row.inner.push(said.text)
    else after.push(said)
    if (open.length > 0 || row) return
    // The paragraph that closed last is the outermost one.
    const outermost = after.pop()
    for (const text of outermost ? [outermost, ...after] : after) say(text)
    after.length = 0
  }

  function say({ text, level, style, isItem }: Said): void {
    if (text === '') return
    if (level > 0) taker.heading(text.replace(/\s+/g, ' '), level)
    else if (isItem) taker.item(startsItem ? `- ${text}` : text)
    else taker.paragraph(text, style)
    startsItem = false
  }

  function beginList(): void {
    if (lists === 0) taker.gap()
    lists += 1
  }

  function endList(): void {
    lists -= 1
    if (lists === 0) taker.gap()
  }

  function endCell(): void {
    const row = cells.at(-1)
    row?.texts.push(row.inner.join(' ').replace(/\s+/g, ' ').trim())
    if (row) row.inner = []
  }

  function endRow(): void {
    const row = cells.pop()?.texts.join(' | ') ?? ''
    if (!/[^|\s]/.test(row)) return
    const outer = cells.at(-1)
    if (outer) outer.inner.push(row)
    else taker.row(row)
  }
}

// Remarks, what was deleted, what is made from the text itself, and descriptions of pictures.
const leftOut = new Set([
  'annotation',
  'tracked-changes',
  'table-of-content',
  'forms',
  'note-citation',
  'ruby-text',
  'title',
  'desc',
  'binary-data',
  'footer-decl',
  'header-decl',
  'date-time-decl',
  'scripts',
])
