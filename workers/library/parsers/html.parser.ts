import { isProbablyReaderable, Readability } from '@mozilla/readability'
import { ok } from '#contract/result'
import { type DomNode, domToText } from './dom-text.ts'
import type { Parser } from './parser.ts'

/** Web pages: the article where there is one, otherwise all that the page says. Scripts are never run, nothing is fetched. */
export const htmlParser: Parser = {
  type: 'html',
  accepts: ({ text, format }) => text !== null && (format?.type === 'html' || (format === null && startsAsPage(text))),
  async parse({ text }) {
    const document = await openPage(text ?? '')
    const whole = domToText(document.body)
    const title = document.title.replace(/\s+/g, ' ').trim()
    const article = articleOf(document)
    // An article that leaves most of the page out was guessed wrongly.
    const {
      text: readable,
      blocks,
      firstHeading,
    } = article && article.text.length > whole.text.length / 3 ? article : whole
    return ok({ title: title || firstHeading, text: readable, pages: null, codeLanguage: null, blocks })
  },
}

interface Page {
  readonly title: string
  readonly body: DomNode
}

/** Parses HTML into a document without scripts, styles or a network. */
export async function openPage(html: string): Promise<Page> {
  const { parseHTML } = await import('linkedom')
  const complete = /<body[\s>]/i.test(html) ? html : `<!doctype html><html><head></head><body>${html}</body></html>`
  // linkedom's types need the DOM library, which this folder does not have; `Page` is what is used of them.
  return parseHTML(complete).document as unknown as Page
}

function articleOf(page: Page) {
  const document = page as unknown as ConstructorParameters<typeof Readability>[0]
  if (!isProbablyReaderable(document)) return null
  try {
    const article = new Readability<DomNode>(document, {
      maxElemsToParse: 50_000,
      serializer: (node) => node as unknown as DomNode,
    }).parse()
    return article?.content ? domToText(article.content) : null
  } catch {
    // It throws on pages with too many elements; the whole page is read then.
    return null
  }
}

function startsAsPage(text: string): boolean {
  return /^\s*(<\?xml[^>]*>\s*)?(<!--[^]{0,2000}?-->\s*)?(<!doctype html|<html[\s>])/i.test(text.slice(0, 4_000))
}
