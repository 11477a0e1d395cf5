import { ok } from '#contract/result'
import { refuse } from '../failure.ts'
import { domToText } from './dom-text.ts'
import { epubPackageOf, isLocked } from './epub-package.ts'
import { openPage } from './html.parser.ts'
import { timeOf } from './office-package.ts'
import type { Block, Heading, Parser } from './parser.ts'
import { readArchive } from './zip.ts'

/** Books: the chapters in reading order, each under its title from the table of contents or its first heading. */
export const epubParser: Parser = {
  type: 'epub',
  accepts: ({ mime }) => mime === 'application/epub+zip',
  parse: ({ bytes }, limits) =>
    readArchive(bytes, limits, async (archive) => {
      if (await isLocked(archive)) return refuse('FILE_LOCKED_WITH_PASSWORD', 'The book is locked by its seller')
      const { title, author, date, chapters, titles } = await epubPackageOf(archive)
      const book = createBook()
      for (const chapter of chapters) {
        if (book.length() > limits.textCharacters) break
        const xhtml = (await archive.text(chapter)) ?? ''
        if (xhtml.length > limits.textCharacters || hasTooManyTags(xhtml)) {
          return refuse('FILE_TOO_LARGE', 'A chapter larger than can be held in memory')
        }
        const page = await openPage(pageOfXhtml(xhtml))
        book.add(domToText(page.body), titles.get(chapter) ?? null)
      }
      return ok({ title, ...book.document(), pages: null, codeLanguage: null, author, writtenAt: timeOf(date) })
    }),
}

// An element takes about a hundred times the memory of its tag; no chapter that a person wrote has so many.
const mostTags = 300_000

function hasTooManyTags(xhtml: string): boolean {
  let tags = 0
  for (let at = xhtml.indexOf('<'); at !== -1 && tags <= mostTags; at = xhtml.indexOf('<', at + 1)) tags += 1
  return tags > mostTags
}

interface Chapter {
  readonly text: string
  readonly blocks: readonly Block[]
  readonly firstHeading: string | null
}

const gap = '\n\n'

function createBook() {
  const parts: string[] = []
  const blocks: Block[] = []
  let length = 0
  // A chapter may go on in files that the table of contents does not name.
  let open: readonly Heading[] = []

  return { add, length: () => length, document: () => ({ text: parts.join(gap), blocks }) }

  function add(chapter: Chapter, title: string | null): void {
    if (chapter.text.trim() === '') return
    const isWritten = title !== null && chapter.firstHeading !== null && sameWords(title, chapter.firstHeading)
    if (title !== null && !isWritten) open = [{ text: title, start: push(title) }]
    const start = push(chapter.text)
    if (isWritten || (title === null && chapter.firstHeading !== null)) open = []
    const shifted = new Map<readonly Heading[], readonly Heading[]>()
    for (const block of chapter.blocks) {
      const headings = shifted.get(block.headings) ?? [...open, ...block.headings.map((above) => moved(above, start))]
      shifted.set(block.headings, headings)
      blocks.push({ ...block, headings, start: block.start + start, end: block.end + start })
    }
    const first = chapter.blocks.find(({ headings }) => headings.length > 0)?.headings[0]
    if (open.length === 0 && first) open = [moved(first, start)]
  }

  function push(text: string): number {
    const start = length === 0 ? 0 : length + gap.length
    parts.push(text)
    length = start + text.length
    return start
  }
}

function moved<Placed extends { readonly start: number }>(placed: Placed, by: number): Placed {
  return { ...placed, start: placed.start + by }
}

function sameWords(a: string, b: string): boolean {
  const words = (text: string) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()
  return words(a) === words(b)
}

/** What XHTML writes as `<a/>` an HTML reader takes for an element that goes on. */
function pageOfXhtml(xhtml: string): string {
  const body = /<body[\s>]/i.exec(xhtml)
  const closed = (body ? xhtml.slice(body.index) : xhtml).replace(
    /<([a-z][\w:-]*)(\s[^<>]*)?\/>/gi,
    (tag, name: string, attributes = '') =>
      selfClosing.has(name.toLowerCase()) ? tag : `<${name}${attributes}></${name}>`,
  )
  return body ? `<!doctype html><html><head></head>${closed}` : closed
}

const selfClosing = new Set([
  'area',
  'br',
  'col',
  'embed',
  'hr',
  'img',
  'input',
  'link',
  'meta',
  'source',
  'track',
  'wbr',
])
