import type { IngestFailure } from '#contract/library.contract'
import { ok, type Result } from '#contract/result'
import type { Limits } from '../limits.ts'
import type { Media, PictureReader } from '../media/media.ts'
import { type RecognisedText, recognisedText } from '../media/recognised-text.ts'

/** What pdf.js is asked for; its own types are those of a browser. */
export interface PdfToDraw {
  readonly canvasFactory: object
  getPage(number: number): Promise<PdfPage>
}

interface PdfPage {
  getViewport(wanted: { readonly scale: number }): Viewport
  render(wanted: { readonly canvas: never; readonly viewport: never }): { readonly promise: Promise<void> }
  cleanup(): boolean
}

interface Viewport {
  readonly width: number
  readonly height: number
  convertToPdfPoint(x: number, y: number): number[]
}

export interface PagesToRecognise {
  readonly pdf: PdfToDraw
  /** Counted from 1. */
  readonly numbers: readonly number[]
  readonly reader: PictureReader
  readonly onStep: Media['onStep']
  readonly limits: Limits
}

/** What a scanner is set to for print. */
const dotsPerInch = 200
/** A page of A2 at that; larger ones are drawn smaller. */
const mostPixels = 16_000_000

/** What is written on pages that are pictures, by page; drawn and recognised one at a time. Boxes are in points of the page. */
export async function recognisePages(
  pages: PagesToRecognise,
): Promise<Result<ReadonlyMap<number, RecognisedText>, IngestFailure>> {
  const { pdf, numbers, reader, onStep, limits } = pages
  const texts = new Map<number, RecognisedText>()
  let length = 0
  for (const number of numbers) {
    if (length > limits.textCharacters) break
    onStep()
    const page = await pdf.getPage(number)
    const { png, viewport } = await draw(page, pdf.canvasFactory)
    page.cleanup()
    const lines = await reader.read(png)
    if (!lines.ok) return lines
    const recognised = recognisedText(lines.value, (left, top) => {
      const [x = 0, y = 0] = viewport.convertToPdfPoint(left, top)
      return { x, y }
    })
    texts.set(number, { ...recognised, text: recognised.text.replaceAll('\f', ' ') })
    length += recognised.text.length
  }
  return ok(texts)
}

interface Canvas {
  toBuffer(mime: 'image/png'): Buffer
}

interface CanvasFactory {
  create(width: number, height: number): { readonly canvas: Canvas }
  destroy(made: { readonly canvas: Canvas }): void
}

async function draw(page: PdfPage, factory: object) {
  const inches = page.getViewport({ scale: 1 / 72 })
  const scale = Math.min(dotsPerInch, Math.sqrt(mostPixels / (inches.width * inches.height))) / 72
  const viewport = page.getViewport({ scale })
  // pdf.js in Node draws with @napi-rs/canvas, and its types know nothing of that.
  const canvases = factory as CanvasFactory
  const made = canvases.create(Math.max(1, Math.ceil(viewport.width)), Math.max(1, Math.ceil(viewport.height)))
  try {
    await page.render({ canvas: made.canvas as never, viewport: viewport as never }).promise
    return { png: new Uint8Array(made.canvas.toBuffer('image/png')), viewport }
  } finally {
    canvases.destroy(made)
  }
}
