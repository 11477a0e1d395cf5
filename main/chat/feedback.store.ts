import { and, desc, eq, inArray, isNull } from 'drizzle-orm'
import { Feedback } from '#contract/assistants.contract'
import type { Answer } from '#contract/chat.contract'
import { answerFeedback } from '#database/chat.table'
import type { Database } from '#database/database'

export type FeedbackStore = ReturnType<typeof createFeedbackStore>

/** Keeps what a person thinks of answers, with what was shown to them; the only writer of its table. */
export function createFeedbackStore({ drizzle }: Database, clock: () => number = Date.now) {
  return { give, takeBack, list }

  function give(feedback: Feedback, shown: { readonly question: string; readonly answer: Answer }): Feedback {
    const now = clock()
    const row = { ...feedback, shown, updatedAt: now, deletedAt: null }
    drizzle
      .insert(answerFeedback)
      .values({ ...row, createdAt: now })
      .onConflictDoUpdate({ target: answerFeedback.answerId, set: row })
      .run()
    return feedback
  }

  function takeBack(answerId: string): boolean {
    return drizzle.delete(answerFeedback).where(eq(answerFeedback.answerId, answerId)).run().changes > 0
  }

  /** The newest first; of the given answers, or of all. */
  function list(answerIds?: readonly string[]): (Feedback & { at: number })[] {
    const of = answerIds === undefined ? undefined : inArray(answerFeedback.answerId, [...answerIds])
    return drizzle
      .select()
      .from(answerFeedback)
      .where(and(isNull(answerFeedback.deletedAt), of))
      .orderBy(desc(answerFeedback.updatedAt))
      .all()
      .flatMap(({ updatedAt, ...row }) => {
        const feedback = Feedback.safeParse(row).data
        return feedback ? [{ ...feedback, at: updatedAt }] : []
      })
  }
}
