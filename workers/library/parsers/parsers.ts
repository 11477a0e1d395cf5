import { audioParser } from './audio.parser.ts'
import { codeParser } from './code.parser.ts'
import { csvParser } from './csv.parser.ts'
import { docxParser } from './docx.parser.ts'
import { htmlParser } from './html.parser.ts'
import { imageParser } from './image.parser.ts'
import { jsonParser } from './json.parser.ts'
import { markdownParser } from './markdown.parser.ts'
import type { Parser } from './parser.ts'
import { pdfParser } from './pdf.parser.ts'
import { textParser } from './text.parser.ts'

/** Every format that can be read; the first that accepts a file parses it, so the last takes any text. */
export const parsers: readonly Parser[] = [
  pdfParser,
  imageParser,
  audioParser,
  docxParser,
  markdownParser,
  htmlParser,
  csvParser,
  jsonParser,
  codeParser,
  textParser,
]
