import { ok } from '#contract/result'
import { domToText } from './dom-text.ts'
import { openPage } from './html.parser.ts'
import type { Parser } from './parser.ts'
import { checkZip, zipEntryText } from './zip.ts'

/** Word documents: headings, paragraphs, lists and tables as text. Pictures are left out. */
export const docxParser: Parser = {
  type: 'docx',
  accepts: ({ mime }) => mime === 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  async parse({ bytes }, limits) {
    const checked = await checkZip(bytes, limits)
    if (!checked.ok) return checked
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
    return ok({ title: (await titleOf(bytes)) ?? firstHeading, text, pages: null, codeLanguage: null, blocks })
  },
}

async function titleOf(bytes: Uint8Array): Promise<string | null> {
  const properties = await zipEntryText(bytes, 'docProps/core.xml')
  const title = /<dc:title[^>]*>([^<]*)<\/dc:title>/.exec(properties ?? '')?.[1]
  return title ? ((await openPage(title)).body.textContent ?? '').trim() || null : null
}
