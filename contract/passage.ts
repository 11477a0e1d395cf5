import { z } from 'zod'

/** Half-open range of UTF-16 code units, `[start, end)`. */
export const TextRange = z.object({
  start: z.number().int().nonnegative(),
  end: z.number().int().nonnegative(),
})
export type TextRange = z.infer<typeof TextRange>

/** What kind of document a passage comes from; decides the viewer and the type filter. */
export const DocumentType = z.enum(['text', 'markdown', 'html', 'pdf', 'docx', 'csv', 'json', 'code'])
export type DocumentType = z.infer<typeof DocumentType>

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
