import { z } from 'zod'
import { Answer } from '#contract/chat.contract'
import type { ConversationSummary } from '#contract/conversations.contract'
import { FoundPassage } from '#contract/search.contract'
import type { conversations, messages } from '#database/chat.table'

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
})
export const noDetails: (typeof Details)['_output'] = {
  searchedBy: null,
  context: null,
  summary: null,
  thinking: null,
  passages: [],
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
export function answerOf({ id, text, state, mode, model, local, details }: MessageRow): Answer {
  const known = Details.safeParse(details)
  const { passages: _passages, summary: _summary, ...rest } = known.success ? known.data : noDetails
  return { id, text, state: state ?? 'interrupted', mode: mode ?? 'model', model, local: local ?? true, ...rest }
}

/** The passages an unfinished answer was given. */
export function passagesOf({ details }: MessageRow): readonly FoundPassage[] {
  const known = Details.safeParse(details)
  return known.success ? known.data.passages : []
}

/** What sums up everything to an answer; null where nobody did. */
export function summaryIn({ details }: MessageRow): (typeof Details)['_output']['summary'] {
  const known = Details.safeParse(details)
  return known.success ? known.data.summary : null
}
