import { ok } from '#contract/result'
import { refusalOfOdf } from './odf-package.ts'
import { odfTextReader } from './odf-text.ts'
import { propertiesOf } from './office-package.ts'
import type { Parser } from './parser.ts'
import { createTextWriter } from './text-writer.ts'
import { readXml } from './xml.ts'
import { readArchive } from './zip.ts'

/** OpenDocument texts: headings, paragraphs, lists, notes and tables; title, author and date from its properties. */
export const odtParser: Parser = {
  type: 'odt',
  accepts: ({ mime }) => mime === 'application/vnd.oasis.opendocument.text',
  parse: ({ bytes }, limits) =>
    readArchive(bytes, limits, async (archive) => {
      const refusal = await refusalOfOdf(archive)
      if (refusal) return refusal
      const { title, author, writtenAt } = await propertiesOf(archive, 'meta.xml')
      const writer = createTextWriter(limits.textCharacters)
      let writtenTitle: string | null = null
      // A paragraph that was changed by hand has a style of its own, made from the one it had.
      const titleStyles = new Set(['Title'])
      const reader = odfTextReader({
        ...writer,
        heading: (text, level) => writer.heading({ text, level }),
        paragraph(text, style) {
          if (writtenTitle === null && titleStyles.has(style)) writtenTitle = text.replace(/\s+/g, ' ')
          writer.paragraph(text)
        },
        open(name, attributes) {
          const style = attributes['style:name']
          if (name === 'style' && style && attributes['style:parent-style-name'] === 'Title') titleStyles.add(style)
        },
      })
      await readXml(archive.pieces('content.xml'), { ...reader, isEnough: writer.isFull })
      const { text, blocks, firstHeading } = writer.end()
      return ok({
        title: title ?? writtenTitle ?? firstHeading,
        text,
        pages: null,
        codeLanguage: null,
        blocks,
        author,
        writtenAt,
      })
    }),
}
