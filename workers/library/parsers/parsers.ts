import { codeParser } from './code.parser.ts'
import { markdownParser } from './markdown.parser.ts'
import type { Parser } from './parser.ts'
import { textParser } from './text.parser.ts'

/** Every format that can be read; the first that accepts a file parses it, so the last takes any text. */
export const parsers: readonly Parser[] = [markdownParser, codeParser, textParser]
