import { mainPartOf, propertiesOf, type Relation, relationsOf } from './office-package.ts'
import type { Parser } from './parser.ts'
import { createSlideWriter, type Slide, slidesToDocument } from './slides.ts'
import { attributeNamed, readXml, skipping, type XmlReader } from './xml.ts'
import { type Archive, readArchive } from './zip.ts'

/** PowerPoint: each slide is a page with its title, texts, tables, diagrams and the speaker's notes; hidden slides too. */
export const pptxParser: Parser = {
  type: 'slides',
  accepts: ({ mime }) => mime === 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  parse: ({ bytes }, limits) =>
    readArchive(bytes, limits, async (archive) => {
      const properties = await propertiesOf(archive, 'docProps/core.xml')
      const slides: Slide[] = []
      let length = 0
      for (const part of await slideParts(archive)) {
        const slide = await slideOf(archive, part)
        slides.push(slide)
        length += lengthOf(slide)
        if (length > limits.textCharacters) break
      }
      return slidesToDocument(slides, properties, limits.textCharacters)
    }),
}

/** In the order they are shown; a slide that is listed twice is read once. */
async function slideParts(archive: Archive): Promise<string[]> {
  const presentation = await mainPartOf(archive, 'ppt/presentation.xml')
  if (!archive.has(presentation)) throw new Error('A presentation without its main part')
  const relations = await relationsOf(archive, presentation)
  const parts = new Set<string>()
  await readXml(archive.pieces(presentation), {
    open(name, attributes) {
      const relation = name === 'sldId' ? relations.get(attributeNamed(attributes, 'id') ?? '') : undefined
      if (relation && archive.has(relation.target)) parts.add(relation.target)
    },
  })
  return [...parts]
}

async function slideOf(archive: Archive, part: string): Promise<Slide> {
  const writer = createSlideWriter()
  const related = [...(await relationsOf(archive, part)).values()]
  const relatedAs = (wanted: string) => related.filter(({ type }: Relation) => type === wanted)
  await readXml(archive.pieces(part), shapeReader({ ...writer, isNotes: false }))
  for (const { target } of relatedAs('diagramData')) {
    writer.gap()
    await readXml(archive.pieces(target), shapeReader({ ...writer, isNotes: false }))
  }
  for (const { target } of relatedAs('notesSlide')) {
    await readXml(archive.pieces(target), shapeReader({ ...writer, isNotes: true }))
  }
  return writer.slide()
}

type ShapeWriter = Pick<ReturnType<typeof createSlideWriter>, 'title' | 'line' | 'note' | 'gap'>

// What every page repeats: number, date, running lines, the picture of the slide above its notes.
const running = new Set(['sldNum', 'dt', 'ftr', 'hdr', 'sldImg'])
// The same shape once more, for programs that do not know the first.
const leftOut = new Set(['Fallback', 'extLst'])

function shapeReader({ isNotes, ...writer }: ShapeWriter & { readonly isNotes: boolean }): XmlReader {
  let placeholder = ''
  let paragraph: string[] | null = null
  let cells: string[] | null = null
  let cell: string[] = []
  let isText = false

  return skipping(leftOut, {
    open(name, { type = 'obj' }) {
      if (name === 'sp' || name === 'graphicFrame' || name === 'cxnSp') {
        placeholder = ''
        writer.gap()
      } else if (name === 'ph') placeholder = type
      else if (name === 'p') paragraph = []
      else if (name === 't') isText = true
      else if (name === 'br') paragraph?.push('\n')
      else if (name === 'tr') cells = []
      else if (name === 'tc') cell = []
    },
    text(text) {
      if (isText) paragraph?.push(text)
    },
    close(name) {
      if (name === 't') isText = false
      else if (name === 'p') endParagraph()
      else if (name === 'tc') cells?.push(cell.join(' ').replace(/\s+/g, ' ').trim())
      else if (name === 'tr') endRow()
      else if (name === 'tbl') writer.gap()
    },
  })

  function endParagraph(): void {
    const text = (paragraph ?? []).join('')
    paragraph = null
    if (running.has(placeholder)) return
    if (isNotes) writer.note(text)
    else if (cells) cell.push(text)
    else if (placeholder === 'title' || placeholder === 'ctrTitle') writer.title(text)
    else writer.line('text', text)
  }

  function endRow(): void {
    const row = (cells ?? []).join(' | ')
    cells = null
    if (/[^|\s]/.test(row)) writer.line('table', row)
  }
}

function lengthOf({ title, texts, notes }: Slide): number {
  const lines = [title, ...texts.flatMap(({ lines }) => lines), ...notes]
  return lines.reduce((sum, line) => sum + line.length, 0)
}
