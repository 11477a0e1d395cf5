import { audioParser } from './audio.parser.ts'
import { codeParser } from './code.parser.ts'
import { csvParser } from './csv.parser.ts'
import { docxParser } from './docx.parser.ts'
import { epubParser } from './epub.parser.ts'
import { htmlParser } from './html.parser.ts'
import { imageParser } from './image.parser.ts'
import { jsonParser } from './json.parser.ts'
import { markdownParser } from './markdown.parser.ts'
import { notebookParser } from './notebook.parser.ts'
import { odpParser } from './odp.parser.ts'
import { odsParser } from './ods.parser.ts'
import { odtParser } from './odt.parser.ts'
import type { Parser } from './parser.ts'
import { pdfParser } from './pdf.parser.ts'
import { pptxParser } from './pptx.parser.ts'
import { rtfParser } from './rtf.parser.ts'
import { textParser } from './text.parser.ts'
import { xlsxParser } from './xlsx.parser.ts'

/** Every format that can be read; the first that accepts a file parses it, so the last takes any text. */
export const parsers: readonly Parser[] = [
  pdfParser,
  imageParser,
  audioParser,
  docxParser,
  odtParser,
  rtfParser,
  pptxParser,
  odpParser,
  xlsxParser,
  odsParser,
  epubParser,
  markdownParser,
  htmlParser,
  csvParser,
  notebookParser,
  jsonParser,
  codeParser,
  textParser,
]
