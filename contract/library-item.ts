import { z } from 'zod'
import { DocumentType } from './passage.ts'

export const SourceKind = z.enum(['folder', 'file', 'text', 'sample'])

export const Source = z.object({
  id: z.string(),
  kind: SourceKind,
  title: z.string(),
  path: z.string(),
  /** True while file events and scans keep the library in step with the folder. */
  watched: z.boolean(),
  /** Set when the folder or file cannot be reached at present. */
  problem: z.string().nullable(),
  /** How changes become known: by file events, by a scan every minute, or not at all. */
  followed: z.enum(['events', 'scans', 'no']),
  /** True while a person has its files left alone; what was read stays findable. */
  paused: z.boolean(),
  /** Patterns in gitignore syntax that hold for it. */
  rules: z.string(),
  documents: z.number().int(),
  createdAt: z.number(),
})
export type Source = z.infer<typeof Source>

export const DocumentDetail = z.object({
  id: z.string(),
  sourceId: z.string(),
  path: z.string(),
  title: z.string(),
  type: DocumentType,
  bytes: z.number().int(),
  modifiedAt: z.number(),
  /** Who wrote it and when, where the document says so. */
  author: z.string().nullable(),
  writtenAt: z.number().nullable(),
  /** Documents of one conversation share it. */
  thread: z.string().nullable(),
  pages: z.number().int().nullable(),
  /** The whole text form; passages' ranges and lines refer to it. */
  text: z.string(),
  /** Language of source code, for highlighting; null otherwise. */
  language: z.string().nullable(),
  /** False when the original is no longer where it was, so that only the text form can be shown. */
  original: z.boolean(),
})
export type DocumentDetail = z.infer<typeof DocumentDetail>
