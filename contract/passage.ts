import { z } from 'zod'

/** Half-open range of UTF-16 code units, `[start, end)`. */
export const TextRange = z.object({
  start: z.number().int().nonnegative(),
  end: z.number().int().nonnegative(),
})
export type TextRange = z.infer<typeof TextRange>

/** What kind of document a passage comes from; decides the viewer and the type filter. */
export const DocumentType = z.enum([
  'text',
  'markdown',
  'html',
  'pdf',
  'docx',
  'odt',
  'rtf',
  'slides',
  'sheet',
  'epub',
  'csv',
  'json',
  'notebook',
  'code',
  'mail',
  'chat',
  'image',
  'audio',
])
export type DocumentType = z.infer<typeof DocumentType>

/** What a definition in source code is. */
export const SymbolKind = z.enum([
  'function',
  'method',
  'class',
  'interface',
  'type',
  'enum',
  'module',
  'constant',
  'property',
  'macro',
])
export type SymbolKind = z.infer<typeof SymbolKind>

/** Where in its document a passage stands, beyond page, heading and lines; by kinds of document that have such places. */
export const Place = z.discriminatedUnion('kind', [
  /** On the page of a PDF: points from the lower left corner of the page. In a picture: pixels from its lower left corner. */
  z.object({ kind: z.literal('box'), x: z.number(), y: z.number(), width: z.number(), height: z.number() }),
  /** In a workbook: `range` in A1 notation, e.g. `A2:F40`. */
  z.object({ kind: z.literal('cells'), sheet: z.string(), range: z.string() }),
  /** In a notebook: cells counted from 1, both inclusive. */
  z.object({ kind: z.literal('notebook'), first: z.number().int(), last: z.number().int() }),
  /** In source code: the outermost definition that the passage is part of, with what it stands in (`Queue.advance`). */
  z.object({ kind: z.literal('symbol'), name: z.string(), symbol: SymbolKind }),
  /** In a conversation: the messages it spans, by the ids of the export. */
  z.object({ kind: z.literal('messages'), first: z.string(), last: z.string() }),
  /** In a recording: seconds from its start. */
  z.object({ kind: z.literal('time'), from: z.number(), to: z.number() }),
])
export type Place = z.infer<typeof Place>

/** A stretch of a document small enough to be embedded and cited, with the place it was found at. */
export const Passage = z.object({
  id: z.string(),
  documentId: z.string(),
  /** Path on disk; for pasted text the path of the copy Alcove keeps. */
  path: z.string(),
  title: z.string(),
  type: DocumentType,
  sourceId: z.string(),
  /** When the file last changed, milliseconds since the Unix epoch. */
  modifiedAt: z.number(),
  /** First page, counted from 1; null where the format has no pages. */
  page: z.number().int().nullable(),
  /** Headings above the passage, outermost first, joined by ` › `; null without headings. */
  heading: z.string().nullable(),
  /** Lines in the text form of the document, counted from 1, both inclusive. */
  startLine: z.number().int(),
  endLine: z.number().int(),
  /** Cells, symbol, messages or a box on the page, where the format has such. */
  place: Place.nullish(),
  /** Where `text` stands in the text form of the document. */
  range: TextRange,
  text: z.string(),
})
export type Passage = z.infer<typeof Passage>

/** A sentence of a passage which supports a claim or answers a question, with its words as they stand there. */
export const Evidence = z.object({
  passageId: z.string(),
  /** The sentence, within the passage's text. */
  sentence: TextRange,
  /** The words inside the sentence that carry the match, within the passage's text; the highlighter draws these. */
  marks: z.array(TextRange),
  /** From 0 (nothing in common) to 1 (the same words and meaning). */
  score: z.number(),
})
export type Evidence = z.infer<typeof Evidence>
