import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { Passage } from '#contract/passage'
import type { Database } from '#database/database'
import { documents, passages } from '#database/library.table'

/** Reads passages of the library that a conversation was given; writes nothing. */
export function createLibraryPassageStore({ drizzle }: Database) {
  return { named }

  /** Those of the named passages that are there, in no order; none of documents in the bin. */
  function named(ids: readonly string[]): readonly Passage[] {
    return drizzle
      .select({ passage: passages, document: documents })
      .from(passages)
      .innerJoin(documents, eq(documents.id, passages.documentId))
      .where(and(inArray(passages.id, [...ids]), isNull(documents.deletedAt)))
      .all()
      .map(({ passage, document: { path, title, type, sourceId, modifiedAt } }) => {
        const { id, documentId, page, heading, startLine, endLine, startOffset, endOffset, place, text } = passage
        const about = { id, documentId, path, title, type, sourceId, modifiedAt }
        return {
          ...about,
          page,
          heading,
          startLine,
          endLine,
          place,
          range: { start: startOffset, end: endOffset },
          text,
        }
      })
  }
}
