import { and, asc, desc, eq, isNotNull, isNull, lt, sql } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import type { ConversationSummary, RemovedConversation, TreeNode } from '#contract/conversations.contract'
import { conversations, messages } from '#database/chat.table'
import type { Database } from '#database/database'
import { copyAlong } from './attachment.store.ts'
import type { ChatStoreOptions } from './chat.store.ts'
import { placesOf } from './message-places.store.ts'
import { type MessageRow, summaryOf } from './message-rows.store.ts'
import { branchThrough } from './tree.ts'

export interface ConversationsWanted {
  readonly limit: number
  readonly before?: number | undefined
  readonly show?: 'kept' | 'pinned' | 'archived'
  readonly folderId?: string | undefined
}

export interface ConversationChange {
  readonly title?: string | undefined
  readonly pinned?: boolean | undefined
  readonly archived?: boolean | undefined
  readonly folderId?: string | null | undefined
}

export type ConversationStore = ReturnType<typeof createConversationStore>

const day = 86_400_000
const longestText = 160

/** Keeps conversations as things: their lists, names and places, their bin and their trees. */
export function createConversationStore(
  { drizzle }: Database,
  { clock = Date.now, temporary = false }: ChatStoreOptions = {},
) {
  return { list, change, retitle, setRemoved, bin, deleteForGood, removeUntouched, tree, whole, fork }

  /** The conversations changed last, before a time when given. */
  function list({ limit, before, show = 'kept', folderId }: ConversationsWanted): ConversationSummary[] {
    const where = and(
      isNull(conversations.deletedAt),
      show === 'archived' ? isNotNull(conversations.archivedAt) : isNull(conversations.archivedAt),
      show === 'pinned' ? isNotNull(conversations.pinnedAt) : undefined,
      folderId === undefined ? undefined : eq(conversations.folderId, folderId),
      before === undefined ? undefined : lt(conversations.updatedAt, before),
    )
    return drizzle
      .select()
      .from(conversations)
      .where(where)
      .orderBy(desc(conversations.updatedAt), desc(conversations.id))
      .limit(limit)
      .all()
      .map((row) => summaryOf(row, temporary))
  }

  /** What only changes where it stands is no change of the conversation: its place in the list stays. */
  function change(
    id: string,
    { title, pinned, archived, folderId }: ConversationChange,
  ): ConversationSummary | undefined {
    const now = clock()
    return changed(id, {
      ...(title === undefined ? {} : { title, updatedAt: now }),
      ...(pinned === undefined ? {} : { pinnedAt: pinned ? now : null }),
      ...(archived === undefined ? {} : { archivedAt: archived ? now : null }),
      ...(folderId === undefined ? {} : { folderId }),
    })
  }

  /** Gives a conversation another title unless somebody gave it one since; its place in the list stays. */
  function retitle(id: string, { from, to }: { readonly from: string; readonly to: string }): boolean {
    const untouched = and(eq(conversations.id, id), eq(conversations.title, from), isNull(conversations.deletedAt))
    return drizzle.update(conversations).set({ title: to }).where(untouched).run().changes > 0
  }

  /** Moves a conversation to the bin, or out of it. */
  function setRemoved(id: string, state: 'removed' | 'restored'): ConversationSummary | undefined {
    const now = clock()
    return changed(id, { deletedAt: state === 'removed' ? now : null, updatedAt: now })
  }

  /** What is in the bin, and when each is gone. */
  function bin(days: number): RemovedConversation[] {
    const rows = drizzle
      .select()
      .from(conversations)
      .where(isNotNull(conversations.deletedAt))
      .orderBy(desc(conversations.deletedAt))
      .all()
    return rows.map((row) => {
      const removedAt = row.deletedAt ?? 0
      return { ...summaryOf(row, temporary), removedAt, goneAt: removedAt + days * day }
    })
  }

  /** Deletes what is in the bin with everything below it: one conversation, those put there before a time, or all; at most so many. */
  function deleteForGood(
    which: { readonly id?: string | undefined; readonly before?: number; readonly most?: number } = {},
  ): number {
    const where = and(
      isNotNull(conversations.deletedAt),
      which.id === undefined ? undefined : eq(conversations.id, which.id),
      which.before === undefined ? undefined : lt(conversations.deletedAt, which.before),
    )
    return drizzle.transaction((transaction) => {
      const gone = transaction
        .select({ id: conversations.id })
        .from(conversations)
        .where(where)
        .limit(which.most ?? -1)
        .all()
      for (const { id } of gone) {
        // One by one, not by the foreign key: their words leave the full-text table with them.
        transaction.delete(messages).where(eq(messages.conversationId, id)).run()
        transaction.delete(conversations).where(eq(conversations.id, id)).run()
      }
      return gone.length
    })
  }

  /** Moves conversations that nobody touched since a time to the bin; what is pinned stays. */
  function removeUntouched(since: number): number {
    const where = and(
      isNull(conversations.deletedAt),
      isNull(conversations.pinnedAt),
      lt(conversations.updatedAt, since),
    )
    return drizzle.update(conversations).set({ deletedAt: clock() }).where(where).run().changes
  }

  /** Every message of every branch, by age, without what it says in full. */
  function tree(conversationId: string): TreeNode[] | undefined {
    const conversation = find(conversationId)
    if (!conversation) return undefined
    const steps = branchThrough(placesOf(drizzle, conversationId), conversation.activeId)
    const shown = new Set(steps.flatMap(({ questionId, answerId }) => [questionId, answerId]))
    // The beginnings alone: what answers rest on is most of what a long conversation holds.
    const { id, parentId, role, model, createdAt } = messages
    const text = sql<string>`substr(${messages.text}, 1, ${2 * longestText})`
    return drizzle
      .select({ id, parentId, role, text, model, createdAt })
      .from(messages)
      .where(eq(messages.conversationId, conversationId))
      .orderBy(asc(messages.createdAt), asc(messages.id))
      .all()
      .map((row) => ({
        ...row,
        text: row.text.replace(/\s+/g, ' ').trim().slice(0, longestText),
        shown: shown.has(row.id),
      }))
  }

  /** A conversation with all its messages, for an export; undefined where there is none. */
  function whole(conversationId: string) {
    const conversation = find(conversationId)
    return conversation && { conversation, messages: rowsOf(conversationId) }
  }

  /** Copies everything up to an answer into a new conversation. */
  function fork(answerId: string): ConversationSummary | undefined {
    const answer = drizzle.select().from(messages).where(eq(messages.id, answerId)).get()
    const from = answer?.role === 'answer' ? find(answer.conversationId) : undefined
    if (!from) return undefined
    const steps = branchThrough(placesOf(drizzle, from.id), answerId)
    const end = steps.findIndex((step) => step.answerId === answerId)
    const ids = steps.slice(0, end + 1).flatMap((step) => [step.questionId, step.answerId ?? []].flat())
    const copies = new Map(ids.map((id) => [id, newId()]))
    const now = clock()
    return drizzle.transaction((transaction) => {
      const values = { id: newId(), title: from.title, folderId: from.folderId, createdAt: now, updatedAt: now }
      const made = transaction.insert(conversations).values(values).returning().get()
      const rows = new Map(rowsOf(from.id).map((row) => [row.id, row]))
      for (const [id, copy] of copies) {
        const row = rows.get(id)
        if (row)
          transaction
            .insert(messages)
            .values(copyOf(row, { copy, copies, into: made.id }))
            .run()
        copyAlong(transaction, id, copy)
      }
      return summaryOf(made, temporary)
    })
  }

  function find(id: string) {
    return drizzle
      .select()
      .from(conversations)
      .where(and(eq(conversations.id, id), isNull(conversations.deletedAt)))
      .get()
  }

  function rowsOf(conversationId: string) {
    return drizzle
      .select()
      .from(messages)
      .where(eq(messages.conversationId, conversationId))
      .orderBy(asc(messages.createdAt), asc(messages.id))
      .all()
  }

  function changed(id: string, values: Partial<typeof conversations.$inferInsert>): ConversationSummary | undefined {
    if (Object.keys(values).length === 0) {
      const row = find(id)
      return row && summaryOf(row, temporary)
    }
    const row = drizzle.update(conversations).set(values).where(eq(conversations.id, id)).returning().get()
    return row && summaryOf(row, temporary)
  }
}

interface Copying {
  readonly copy: string
  readonly copies: ReadonlyMap<string, string>
  readonly into: string
}

function copyOf(row: MessageRow, { copy, copies, into }: Copying): typeof messages.$inferInsert {
  // An answer that is still being written there is not written on here.
  const state = row.state === 'writing' ? ('interrupted' as const) : row.state
  return { ...row, id: copy, parentId: copies.get(row.parentId ?? '') ?? null, state, conversationId: into }
}
