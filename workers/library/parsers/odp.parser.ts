import { refusalOfOdf } from './odf-package.ts'
import { type OdfTextTaker, odfTextReader } from './odf-text.ts'
import { propertiesOf } from './office-package.ts'
import type { Parser } from './parser.ts'
import { createSlideWriter, type Slide, slidesToDocument } from './slides.ts'
import { readXml } from './xml.ts'
import { readArchive } from './zip.ts'

/** OpenDocument presentations: each slide is a page with its title, texts, tables and the speaker's notes. */
export const odpParser: Parser = {
  type: 'slides',
  accepts: ({ mime }) => mime === 'application/vnd.oasis.opendocument.presentation',
  parse: ({ bytes }, limits) =>
    readArchive(bytes, limits, async (archive) => {
      const refusal = await refusalOfOdf(archive)
      if (refusal) return refusal
      const properties = await propertiesOf(archive, 'meta.xml')
      const { slides, taker, isFull } = slideTaker(limits.textCharacters)
      await readXml(archive.pieces('content.xml'), { ...odfTextReader(taker), isEnough: isFull })
      return slidesToDocument(slides(), properties, limits.textCharacters)
    }),
}

// What every page repeats, and the picture of the slide above its notes.
const running = new Set(['page', 'header', 'footer', 'date-time', 'page-number', 'handout'])
// What text stands in.
const shapes = new Set(['frame', 'custom-shape', 'rect', 'ellipse', 'line', 'connector', 'g'])

function slideTaker(most: number) {
  const slides: Slide[] = []
  const shapeClasses: string[] = []
  let writer = createSlideWriter()
  let isNotes = false
  let length = 0

  const taker: OdfTextTaker = {
    heading: (text) => take(text, 'text'),
    paragraph: (text) => take(text, 'text'),
    item: (text) => take(text, 'text'),
    row: (text) => take(text, 'table'),
    gap: () => {},
    open(name, attributes) {
      if (name === 'page') writer = createSlideWriter()
      else if (name === 'notes') isNotes = true
      else if (shapes.has(name)) {
        shapeClasses.push(attributes['presentation:class'] ?? '')
        writer.gap()
      }
    },
    close(name) {
      if (name === 'page') slides.push(writer.slide())
      else if (name === 'notes') isNotes = false
      else if (shapes.has(name)) shapeClasses.pop()
    },
  }
  return { slides: () => slides, taker, isFull: () => length > most }

  function take(text: string, kind: 'text' | 'table'): void {
    const shape = shapeClasses.findLast((name) => name !== '') ?? ''
    if (running.has(shape)) return
    length += text.length
    if (isNotes) writer.note(text)
    else if (shape === 'title') writer.title(text)
    else writer.line(kind, text)
  }
}
