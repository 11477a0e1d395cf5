import { ok } from '#contract/result'
import { refuse } from '../failure.ts'
import type { Parser } from './parser.ts'
import { createRtfReader } from './rtf-text.ts'
import { readRtfTokens } from './rtf-tokens.ts'

/** Rich text: headings, paragraphs, lists, notes and tables, in the encodings it names; pictures and embedded files are left out. */
export const rtfParser: Parser = {
  type: 'rtf',
  accepts: ({ mime }) => mime === 'application/rtf',
  async parse({ bytes }, limits) {
    const reader = createRtfReader(bytes, limits.textCharacters)
    if (!readRtfTokens(bytes, reader.taker)) return refuse('FILE_DAMAGED', 'The file ends within a group')
    return ok(reader.document())
  },
}
