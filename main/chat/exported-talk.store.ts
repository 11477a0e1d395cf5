import { and, count, eq, isNotNull, isNull, like, notExists } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import { conversations, messages } from '#database/chat.table'
import type { Database } from '#database/database'
import { documents, documentTexts } from '#database/library.table'
import { type ExportedMessage, exportedMessages } from './exported-talk.ts'
import { noDetails } from './message-rows.store.ts'

export type ExportedTalkStore = ReturnType<typeof createExportedTalkStore>

const atOnce = 200

/** Makes conversations of those that lie in exports which the library has read; each once, by what names it there. */
export function createExportedTalkStore({ drizzle }: Database, clock: () => number = Date.now) {
  return { waiting, bringIn }

  /** How many there are that were not brought in yet. */
  function waiting(): number {
    return drizzle.select({ held: count() }).from(documents).where(isWaiting()).get()?.held ?? 0
  }

  /** Brings in some of them; how many, and how many are left. Those in the bin stay there. */
  function bringIn(): { readonly brought: number; readonly left: number } {
    const found = drizzle
      .select({
        identity: documents.identity,
        title: documents.title,
        writtenAt: documents.writtenAt,
        modifiedAt: documents.modifiedAt,
        text: documentTexts.text,
      })
      .from(documents)
      .innerJoin(documentTexts, eq(documentTexts.documentId, documents.id))
      .where(isWaiting())
      .limit(atOnce)
      .all()
    drizzle.transaction((transaction) => {
      for (const { identity, title, writtenAt, modifiedAt, text } of found) {
        const said = exportedMessages(text)
        const at = writtenAt ?? modifiedAt
        const id = newId()
        const rows = said.map((message) => ({ ...message, id: newId() }))
        const values = { id, title, origin: identity, createdAt: rows[0]?.at ?? at, updatedAt: at }
        transaction.insert(conversations).values(values).run()
        for (const [index, row] of rows.entries()) {
          const parentId = row.parent === null ? null : (rows[row.parent]?.id ?? null)
          transaction
            .insert(messages)
            .values(rowOf(row, { id: row.id, conversationId: id, parentId, at: row.at ?? at + index }))
            .run()
        }
      }
    })
    return { brought: found.length, left: waiting() }
  }

  function isWaiting() {
    const known = drizzle.select().from(conversations).where(eq(conversations.origin, documents.identity))
    return and(
      isNull(documents.deletedAt),
      eq(documents.type, 'chat'),
      isNotNull(documents.identity),
      like(documents.part, '_%'),
      notExists(known),
    )
  }

  interface Place {
    readonly id: string
    readonly conversationId: string
    readonly parentId: string | null
    readonly at: number
  }

  function rowOf({ role, speaker, text }: ExportedMessage, { at, ...place }: Place): typeof messages.$inferInsert {
    const row = { ...place, role, text, createdAt: at, updatedAt: clock() }
    if (role === 'question') return row
    // It was written elsewhere, by somebody's server.
    return { ...row, state: 'done', mode: 'model', model: speaker, local: false, details: noDetails }
  }
}
