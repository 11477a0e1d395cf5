import { ok } from '#contract/result'
import type { Block, Parser } from './parser.ts'

/** Source code of any language; its text form is the file as it is. */
export const codeParser: Parser = {
  type: 'code',
  accepts: ({ text, format }) => text !== null && format?.type === 'code',
  async parse({ text, name, format }) {
    const whole = text ?? ''
    return ok({
      title: name,
      text: whole,
      pages: null,
      codeLanguage: format?.language ?? null,
      blocks: definitionsOf(whole),
    })
  },
}

// In nearly every language a definition begins at the margin after an empty line; comments above it stay with it.
function definitionsOf(text: string): Block[] {
  const starts = [0, ...[...text.matchAll(/\n[ \t]*\n+(?=[^\s})\]])/g)].map((match) => match.index + match[0].length)]
  return starts.map((start, index) => {
    const end = starts[index + 1] ?? text.length
    return { start, end, headings: noHeadings, page: null, kind: 'lines' }
  })
}

const noHeadings: readonly [] = []
