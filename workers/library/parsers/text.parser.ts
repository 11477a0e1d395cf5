import { ok } from '#contract/result'
import type { Parser } from './parser.ts'

/** Plain text; takes whatever text no other parser wanted. */
export const textParser: Parser = {
  type: 'text',
  accepts: ({ text }) => text !== null,
  async parse({ text }) {
    const whole = text ?? ''
    const blocks = [{ start: 0, end: whole.length, headings: [], page: null, kind: 'prose' as const }]
    return ok({ title: null, text: whole, pages: null, codeLanguage: null, blocks })
  },
}
