import { existsSync, readFileSync } from 'node:fs'
import { and, desc, eq, isNotNull, isNull } from 'drizzle-orm'
import { z } from 'zod'
import type { Database } from '#database/database'
import { documents, passages, sources } from '#database/library.table'
import type { LibrarySample } from './suggestions.ts'

const documentsRead = 6
const headingsRead = 12

const Questions = z.array(z.string())

/** Reads a few recent documents with their headings, and the questions that come with the sample library. */
export function createLibrarySampleStore(
  { drizzle }: Database,
  { questionsFile }: { readonly questionsFile: string | null } = { questionsFile: null },
) {
  return { read }

  function read(): LibrarySample {
    const recent = drizzle
      .select({ id: documents.id, title: documents.title })
      .from(documents)
      .where(isNull(documents.deletedAt))
      .orderBy(desc(documents.modifiedAt))
      .limit(documentsRead)
      .all()
    return {
      written: hasSample() ? sampleQuestions(questionsFile) : [],
      documents: recent.map(({ id, title }) => ({ title, headings: headingsOf(id) })),
    }
  }

  function hasSample(): boolean {
    const isSample = and(eq(sources.kind, 'sample'), isNull(sources.deletedAt))
    return drizzle.select({ id: sources.id }).from(sources).where(isSample).limit(1).get() !== undefined
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

function sampleQuestions(file: string | null): readonly string[] {
  return file === null || !existsSync(file) ? [] : Questions.parse(JSON.parse(readFileSync(file, 'utf8')))
}
