import mammoth from 'mammoth'
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
    const { value: html } = await mammoth.convertToHtml(
      { buffer: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) },
      {
        styleMap: ["p[style-name='Title'] => h1:fresh", "p[style-name='Subtitle'] => p:fresh"],
        convertImage: mammoth.images.imgElement(async () => ({ src: '' })),
      },
    )
    const { text, blocks, firstHeading } = domToText(openPage(html).body)
    return ok({ title: (await titleOf(bytes)) ?? firstHeading, text, pages: null, codeLanguage: null, blocks })
  },
}

async function titleOf(bytes: Uint8Array): Promise<string | null> {
  const properties = await zipEntryText(bytes, 'docProps/core.xml')
  const title = /<dc:title[^>]*>([^<]*)<\/dc:title>/.exec(properties ?? '')?.[1]
  return title ? (openPage(title).body.textContent ?? '').trim() || null : null
}
