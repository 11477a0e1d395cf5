import type { IngestFailure } from '#contract/library.contract'
import { ok, type Result } from '#contract/result'
import { refuse } from '../failure.ts'
import { bmpToGreyMap } from '../media/bmp.ts'
import { noMedia } from '../media/media.ts'
import { pictureSize } from '../media/picture-size.ts'
import { recognisedText } from '../media/recognised-text.ts'
import { tiffToPng } from '../media/tiff.ts'
import type { Parser } from './parser.ts'

/** Pictures: what is written in them, line by line with its box in pixels from the lower left corner. Nothing without language data. */
export const imageParser: Parser = {
  type: 'image',
  accepts: ({ mime }) => mime?.startsWith('image/') ?? false,
  async parse({ bytes, mime }, { picturePixels }, media = noMedia) {
    const size = pictureSize(bytes)
    if (!size) return refuse('FILE_DAMAGED', 'It does not say how large it is')
    const { width, height } = size
    if (width * height > picturePixels) {
      return refuse('FILE_TOO_LARGE', `${width} × ${height} pixels, at most ${picturePixels} in all`)
    }
    if (!media.pictures) return refuse('PICTURES_NOT_SET_UP', 'There is no language data for pictures')
    const readable = mime === 'image/bmp' ? bmpToGreyMap(bytes) : bytes
    if (!readable) return refuse('FORMAT_UNSUPPORTED', 'A BMP of a rare kind')
    media.onStep()
    const first = await media.pictures.read(readable)
    const png = isUndecoded(first) && mime === 'image/tiff' ? await tiffToPng(bytes, picturePixels) : null
    const lines = png ? await media.pictures.read(png) : first
    // A TIFF may hold any kind of picture, also those that no reader here knows.
    if (isUndecoded(lines) && mime === 'image/tiff') return refuse('FORMAT_UNSUPPORTED', 'A TIFF of a rare kind')
    if (!lines.ok) return lines
    const { text, places } = recognisedText(lines.value, (x, y) => ({ x, y: height - y }))
    if (text === '') return refuse('FILE_HAS_NO_TEXT', 'No writing was recognised')
    const block = { start: 0, end: text.length, headings: [], page: null, kind: 'prose' as const }
    return ok({ title: null, text, pages: null, codeLanguage: null, blocks: [block], places })
  },
}

function isUndecoded(lines: Result<unknown, IngestFailure>): boolean {
  return !lines.ok && lines.failure.code === 'FILE_DAMAGED'
}
