import { asc, eq } from 'drizzle-orm'
import { Draft } from '#contract/conversations.contract'
import { drafts } from '#database/chat.table'
import type { Database } from '#database/database'

export type DraftStore = ReturnType<typeof createDraftStore>

/** Keeps what is typed and not asked yet, by place. */
export function createDraftStore({ drizzle }: Database, clock: () => number = Date.now) {
  return { list, set }

  function list(): Draft[] {
    const rows = drizzle.select().from(drafts).orderBy(asc(drafts.place)).all()
    return rows.flatMap((row) => Draft.safeParse(row).data ?? [])
  }

  /** Nothing typed and nothing waiting: the row goes. */
  function set({ place, text, queued, attachments }: Draft): void {
    if (text === '' && queued.length === 0 && attachments.length === 0) {
      drizzle.delete(drafts).where(eq(drafts.place, place)).run()
      return
    }
    const row = { text, queued, attachments, updatedAt: clock() }
    drizzle
      .insert(drafts)
      .values({ place, ...row })
      .onConflictDoUpdate({ target: drafts.place, set: row })
      .run()
  }
}
