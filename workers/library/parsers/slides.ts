import { ok } from '#contract/result'
import { refuse } from '../failure.ts'
import type { OfficeProperties } from './office-package.ts'
import { createTextWriter } from './text-writer.ts'

/** Text that stands together on a slide: a box, a list, a table. */
export interface SlideText {
  readonly kind: 'text' | 'table'
  readonly lines: readonly string[]
}

export interface Slide {
  readonly title: string
  readonly texts: readonly SlideText[]
  readonly notes: readonly string[]
}

/** A presentation as a document: a slide is a page, its title the heading, the speaker's notes stand below. */
export function slidesToDocument(
  slides: readonly Slide[],
  { title, author, writtenAt }: OfficeProperties,
  mostCharacters: number,
) {
  const writer = createTextWriter(mostCharacters)
  for (const slide of slides) {
    writer.nextPage()
    if (slide.title !== '') writer.heading({ text: slide.title, level: 1 })
    for (const { kind, lines } of slide.texts) {
      if (kind === 'text' && lines.length === 1) writer.paragraph(lines[0] ?? '')
      else for (const line of lines) writer.row(line)
      writer.gap()
    }
    if (slide.notes.length > 0) writer.heading({ text: 'Speaker notes', level: 2 })
    for (const note of slide.notes) writer.paragraph(note)
  }
  const { text, blocks, firstHeading } = writer.end()
  if (blocks.length === 0) return refuse('FILE_HAS_NO_TEXT', `${slides.length} slides without text`)
  const pages = slides.length
  return ok({ title: title ?? firstHeading, text, pages, codeLanguage: null, blocks, author, writtenAt })
}

/** Gathers what a slide says, in the order it is met. */
export function createSlideWriter() {
  let title = ''
  const texts: { readonly kind: SlideText['kind']; readonly lines: string[] }[] = []
  const notes: string[] = []
  let isOpen = false

  return { title: setTitle, line, note, gap, slide }

  /** A slide has one title; what else calls itself so is text. */
  function setTitle(text: string): void {
    if (title === '') title = text.replace(/\s+/g, ' ').trim()
    else line('text', text)
  }

  function line(kind: SlideText['kind'], text: string): void {
    if (text.trim() === '') return
    const last = texts.at(-1)
    if (isOpen && last?.kind === kind) last.lines.push(text.trim())
    else texts.push({ kind, lines: [text.trim()] })
    isOpen = true
  }

  function note(text: string): void {
    if (text.trim() !== '') notes.push(text.trim())
  }

  /** What follows stands apart from what came before. */
  function gap(): void {
    isOpen = false
  }

  function slide(): Slide {
    return { title, texts, notes }
  }
}
