import { fileURLToPath } from 'node:url'
import { ok } from '#contract/result'
import { refuse } from '../failure.ts'
import type { Limits } from '../limits.ts'
import type { Block, Parser, PlacedRange } from './parser.ts'
import { type Box, type PageLine, type PdfTextItem, pdfPageLines, withoutEmptyEnds } from './pdf-page-text.ts'
import { withoutRunningLines } from './pdf-running-lines.ts'

/** PDF: the text of each page with its lines, without running titles and page numbers; pages after the first begin after a form feed. Nothing in the file is run. */
export const pdfParser: Parser = {
  type: 'pdf',
  accepts: ({ mime }) => mime === 'application/pdf',
  async parse({ bytes }, limits) {
    const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs')
    const loading = getDocument({ ...quiet, data: bytes })
    try {
      const pdf = await loading.promise
      const lines = withoutRunningLines(await linesOf(pdf, limits)).map(withoutEmptyEnds)
      const pages = lines.map((page) => page.map(({ text }) => text).join('\n'))
      if (pages.every((page) => page.trim() === ''))
        return refuse('FILE_HAS_NO_TEXT', `${pages.length} pages of pictures`)
      const { info } = await pdf.getMetadata()
      const title = titleOf((info as { readonly Title?: unknown }).Title)
      return ok({
        title,
        text: pages.join(pageBreak),
        pages: pages.length,
        codeLanguage: null,
        blocks: blocksOf(pages),
        places: placesOf(lines),
      })
    } catch (error) {
      if (error instanceof Error && error.name === 'PasswordException') {
        return refuse('FILE_LOCKED_WITH_PASSWORD', 'The PDF asks for a password')
      }
      throw error
    } finally {
      await loading.destroy()
    }
  },
}

/** A page's text begins right after the form feed. */
const pageBreak = '\n\f'

// Character maps for Chinese, Japanese and Korean lie in the package; without them such pages would have no text.
const assets = fileURLToPath(new URL('../../', import.meta.resolve('pdfjs-dist/legacy/build/pdf.mjs')))
const quiet = {
  verbosity: 0,
  cMapUrl: `${assets}cmaps/`,
  cMapPacked: true,
  standardFontDataUrl: `${assets}standard_fonts/`,
  disableFontFace: true,
  useSystemFonts: false,
  useWorkerFetch: false,
  enableXfa: false,
  stopAtErrors: false,
}

interface Pdf {
  readonly numPages: number
  getPage(number: number): Promise<{
    /** Its visible part: left, bottom, right, top. */
    readonly view: readonly number[]
    getTextContent(): Promise<{ readonly items: readonly object[] }>
    cleanup(): boolean
  }>
}

async function linesOf(pdf: Pdf, { textCharacters }: Limits): Promise<PageLine[][]> {
  const pages: PageLine[][] = []
  let length = 0
  for (let number = 1; number <= pdf.numPages && length <= textCharacters; number++) {
    const page = await pdf.getPage(number)
    const { items } = await page.getTextContent()
    const lines = pdfPageLines(items.filter((item): item is PdfTextItem => 'str' in item))
    pages.push(lines.map(({ text, box }) => ({ text, box: box && fromCorner(box, page.view) })))
    length += lines.reduce((sum, { text }) => sum + text.length + 1, pageBreak.length)
    page.cleanup()
  }
  return pages
}

function fromCorner({ left, bottom, right, top }: Box, [x = 0, y = 0]: readonly number[]): Box {
  return { left: left - x, bottom: bottom - y, right: right - x, top: top - y }
}

function blocksOf(pages: readonly string[]): Block[] {
  let start = 0
  return pages.map((text, index) => {
    const block = { start, end: start + text.length, headings: noHeadings, page: index + 1, kind: 'prose' as const }
    start = block.end + pageBreak.length
    return block
  })
}

function placesOf(pages: readonly (readonly PageLine[])[]): PlacedRange[] {
  const places: PlacedRange[] = []
  let start = 0
  for (const lines of pages) {
    for (const { text, box } of lines) {
      if (box) places.push({ start, end: start + text.length, place: placeOf(box) })
      start += text.length + 1
    }
    // The last line of a page has the page break instead of a line end; a page without lines has only that.
    start += pageBreak.length - (lines.length > 0 ? 1 : 0)
  }
  return places
}

function placeOf({ left, bottom, right, top }: Box): PlacedRange['place'] {
  const [x, y, width, height] = [left, bottom, right - left, top - bottom].map((n) => Math.round(n * 100) / 100)
  return { kind: 'box', x: x ?? 0, y: y ?? 0, width: width ?? 0, height: height ?? 0 }
}

const noHeadings: readonly [] = []

/** Programs that make PDFs often leave their own name or a file name as the title; those say less than the file's name. */
function titleOf(title: unknown): string | null {
  if (typeof title !== 'string') return null
  const clean = title
    .replace(/^Microsoft (Word|PowerPoint|Excel) - /, '')
    .replace(/\s+/g, ' ')
    .trim()
  return clean === '' || /^(untitled|document\d*|.*\.(docx?|indd|tex|dvi|pages|odt|rtf|pptx?|xlsx?))$/i.test(clean)
    ? null
    : clean
}
