import { z } from 'zod'
import { Answer } from '#contract/chat.contract'
import type { ConversationSummary } from '#contract/conversations.contract'
import { FoundPassage } from '#contract/search.contract'
import type { conversations, messages } from '#database/chat.table'
import { Told } from './told.ts'

export type MessageRow = typeof messages.$inferSelect

export const Details = Answer.pick({
  citations: true,
  given: true,
  searchedBy: true,
  nearest: true,
  thinking: true,
  failure: true,
  timings: true,
  context: true,
  sentTo: true,
  standsInFor: true,
}).extend({
  /** Of all that stands on the branch up to this answer. */
  summary: z.object({ text: z.string(), edited: z.boolean() }).nullable().default(null),
  /** What the numbers of an unfinished answer stand for, so that it can be gone on with. */
  passages: z.array(FoundPassage).default([]),
  /** How its prompt told what stood above it; null where that is not known. */
  told: Told.nullable().default(null),
})
export const noDetails: (typeof Details)['_output'] = {
  searchedBy: null,
  context: null,
  summary: null,
  thinking: null,
  passages: [],
  told: null,
  citations: [],
  given: { passages: 0, documents: 0, searched: 0 },
  nearest: null,
  failure: null,
  timings: { retrieval: null, firstToken: null, total: null },
}

/** A conversation as its row says it; `temporary` where it is in memory only. */
export function summaryOf(row: typeof conversations.$inferSelect, temporary: boolean): ConversationSummary {
  const { id, title, createdAt, updatedAt, pinnedAt, archivedAt, folderId, assistantId } = row
  const kept = { pinned: pinnedAt !== null, archived: archivedAt !== null, folderId, assistantId }
  return { id, title, createdAt, updatedAt, ...kept, temporary }
}

/** An answer as its row says it; one of an older or damaged kind still shows its text. */
export function answerOf(row: MessageRow): Answer {
  return answerAndSummary(row).answer
}

/** An answer with what sums up everything to it; null where nobody did. */
export function answerAndSummary({ id, text, state, mode, model, local, details }: MessageRow) {
  // Read once: of a long conversation this is most of the work.
  const { passages: _passages, summary, told: _told, ...rest } = Details.safeParse(details).data ?? noDetails
  const about = { state: state ?? 'interrupted', mode: mode ?? 'model', model, local: local ?? true } as const
  return { answer: { id, text, ...about, ...rest } satisfies Answer, summary }
}

/** The passages an unfinished answer was given. */
export function passagesOf({ details }: MessageRow): readonly FoundPassage[] {
  const known = Details.safeParse(details)
  return known.success ? known.data.passages : []
}

/** What is known of an answer and is no part of it. */
export function keptBeside({ details }: MessageRow): Pick<(typeof Details)['_output'], 'summary' | 'told'> {
  const { summary, told } = Details.safeParse(details).data ?? noDetails
  return { summary, told }
}
