import { z } from 'zod'
import type { TextRange } from '#contract/passage'

/** Where a document is open: in the address, so that every opened passage is a deep link. */
export const DocumentSearch = z.object({
  /** The open document. */
  doc: z.string().optional().catch(undefined),
  /** Ranges to mark in its text form: `120-180,200-210`. */
  marks: z
    .string()
    .regex(/^\d+-\d+(,\d+-\d+)*$/)
    .optional()
    .catch(undefined),
  /** Page the marks are on, for formats with pages. */
  page: z.number().int().min(1).optional().catch(undefined),
  /** The document alone, without what it was opened from. */
  full: z.boolean().optional().catch(undefined),
})
export type DocumentSearch = z.infer<typeof DocumentSearch>

export interface DocumentPlace {
  readonly documentId: string
  readonly marks: readonly TextRange[]
  readonly page: number | null
}

/** A place as search parameters of the address. */
export function placeToSearch({ documentId, marks, page }: DocumentPlace): DocumentSearch {
  return {
    doc: documentId,
    marks: marks.length > 0 ? marks.map(({ start, end }) => `${start}-${end}`).join(',') : undefined,
    page: page ?? undefined,
  }
}

/** The place the address names, or null when no document is open. */
export function searchToPlace({ doc, marks, page }: DocumentSearch): DocumentPlace | null {
  if (!doc) return null
  return {
    documentId: doc,
    page: page ?? null,
    marks: (marks?.split(',') ?? []).flatMap((range) => {
      const [start, end] = range.split('-').map(Number)
      return start !== undefined && end !== undefined && end > start ? [{ start, end }] : []
    }),
  }
}

/** True when both name the same words of the same document. */
export function isSamePlace(a: DocumentPlace, b: DocumentPlace) {
  return a.documentId === b.documentId && placeToSearch(a).marks === placeToSearch(b).marks
}
