import { and, asc, eq, inArray, isNull, lt, notInArray } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import { Attachment } from '#contract/attachments.contract'
import { attachments } from '#database/chat.table'
import type { Database } from '#database/database'

export type AttachmentStore = ReturnType<typeof createAttachmentStore>

type Writing = Pick<Database['drizzle'], 'select' | 'insert' | 'update'>

/** Keeps what questions take along: the thing, or the bytes of what is in no document. */
export function createAttachmentStore({ drizzle }: Database, clock: () => number = Date.now) {
  return { add, read, of, forgetUnused }

  /** Keeps bytes until they are asked with. */
  function add(what: Attachment, bytes: Uint8Array): void {
    const base64 = Buffer.from(bytes).toString('base64')
    const row = { id: what.id, position: 0, what, base64, createdAt: clock() }
    drizzle.insert(attachments).values(row).run()
  }

  function read(id: string): { readonly what: Attachment; readonly bytes: Uint8Array } | undefined {
    const row = drizzle.select().from(attachments).where(eq(attachments.id, id)).get()
    const what = Attachment.safeParse(row?.what)
    return row?.base64 && what.success ? { what: what.data, bytes: Buffer.from(row.base64, 'base64') } : undefined
  }

  /** What each of some questions was given, in its order. */
  function of(messageIds: readonly string[]): ReadonlyMap<string, readonly Attachment[]> {
    const rows = drizzle
      .select({ messageId: attachments.messageId, what: attachments.what })
      .from(attachments)
      .where(inArray(attachments.messageId, [...messageIds]))
      .orderBy(asc(attachments.position))
      .all()
    const read = rows.flatMap(({ messageId, what }) => {
      const known = Attachment.safeParse(what)
      return known.success ? [{ messageId: messageId ?? '', what: known.data }] : []
    })
    return new Map([...Map.groupBy(read, ({ messageId }) => messageId)].map(([id, all]) => [id, all.map(whatOf)]))
  }

  /** Deletes bytes that nobody asked with since a time, but those that a draft still names. */
  function forgetUnused(before: number, named: readonly string[]): number {
    const unused = and(isNull(attachments.messageId), lt(attachments.createdAt, before))
    const where = named.length === 0 ? unused : and(unused, notInArray(attachments.id, [...named]))
    return drizzle.delete(attachments).where(where).run().changes
  }
}

/** Gives a question what it takes along. Bytes that belong to another question already are copied, so that each keeps its own. */
export function giveAlong(drizzle: Writing, messageId: string, given: readonly Attachment[], createdAt: number): void {
  for (const [position, what] of given.entries()) {
    const held = drizzle.select().from(attachments).where(eq(attachments.id, what.id)).get()
    if (held && held.messageId === null) {
      drizzle.update(attachments).set({ messageId, position }).where(eq(attachments.id, held.id)).run()
      continue
    }
    const id = newId()
    const copied = held?.base64 ? { ...what, id } : what
    drizzle
      .insert(attachments)
      .values({ id, messageId, position, what: copied, base64: held?.base64 ?? null, createdAt })
      .run()
  }
}

/** Gives the copy of a question what the question has. */
export function copyAlong(drizzle: Writing, from: string, to: string): void {
  const rows = drizzle.select().from(attachments).where(eq(attachments.messageId, from)).all()
  for (const row of rows) {
    const id = newId()
    const what = Attachment.safeParse(row.what)
    const copied = row.base64 && what.success ? { ...what.data, id } : row.what
    drizzle
      .insert(attachments)
      .values({ ...row, id, messageId: to, what: copied })
      .run()
  }
}

function whatOf({ what }: { readonly what: Attachment }): Attachment {
  return what
}
