import { and, desc, eq, isNotNull, isNull } from 'drizzle-orm'
import type { Database } from '#database/database'
import { documents, passages } from '#database/library.table'
import type { LibrarySample } from './suggestions.ts'

const documentsRead = 6
const headingsRead = 12

/** Reads a few recent documents with their headings. */
export function createLibrarySampleStore({ drizzle }: Database) {
  return { read }

  function read(): LibrarySample {
    const recent = drizzle
      .select({ id: documents.id, title: documents.title })
      .from(documents)
      .where(isNull(documents.deletedAt))
      .orderBy(desc(documents.modifiedAt))
      .limit(documentsRead)
      .all()
    return { documents: recent.map(({ id, title }) => ({ title, headings: headingsOf(id) })) }
  }

  function headingsOf(documentId: string): readonly string[] {
    return drizzle
      .select({ heading: passages.heading })
      .from(passages)
      .where(and(eq(passages.documentId, documentId), isNotNull(passages.heading)))
      .orderBy(passages.position)
      .limit(headingsRead)
      .all()
      .flatMap(({ heading }) => heading ?? [])
  }
}
