import { ok } from '#contract/result'
import { domToText } from './dom-text.ts'
import { openPage } from './html.parser.ts'
import { propertiesOf } from './office-package.ts'
import type { Parser } from './parser.ts'
import { checkZip, readArchive } from './zip.ts'

/** Word documents: headings, paragraphs, lists and tables as text. Pictures are left out. */
export const docxParser: Parser = {
  type: 'docx',
  accepts: ({ mime }) => mime === 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  async parse({ bytes }, limits) {
    const checked = await checkZip(bytes, limits)
    if (!checked.ok) return checked
    const properties = await readArchive(bytes, limits, async (archive) =>
      ok(await propertiesOf(archive, 'docProps/core.xml')),
    )
    if (!properties.ok) return properties
    // Loaded at the first Word document: it takes as long as starting all the rest.
    const { default: mammoth } = await import('mammoth')
    const { value: html } = await mammoth.convertToHtml(
      { buffer: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) },
      {
        styleMap: ["p[style-name='Title'] => h1:fresh", "p[style-name='Subtitle'] => p:fresh"],
        convertImage: mammoth.images.imgElement(async () => ({ src: '' })),
      },
    )
    const { text, blocks, firstHeading } = domToText((await openPage(html)).body)
    const { title, author, writtenAt } = properties.value
    return ok({ title: title ?? firstHeading, text, pages: null, codeLanguage: null, blocks, author, writtenAt })
  },
}
