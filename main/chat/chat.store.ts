import { and, asc, desc, eq, isNull, lt } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import { z } from 'zod'
import {
  Answer,
  type Conversation,
  type ConversationSummary,
  type ModelStopped,
  type Turn,
} from '#contract/chat.contract'
import { FoundPassage } from '#contract/search.contract'
import { conversations, messages } from '#database/chat.table'
import type { Database } from '#database/database'

export interface BegunAnswer {
  readonly conversation: ConversationSummary
  readonly questionId: string
  readonly answer: Answer
}

export interface StoredAnswer {
  readonly answer: Answer
  readonly conversation: ConversationSummary
}

/** An answer that broke off, with the passages its numbers stand for, in their order. */
export interface BrokenAnswer {
  readonly answer: Answer
  readonly passages: readonly FoundPassage[]
}

export type ChatStore = ReturnType<typeof createChatStore>

const Details = Answer.pick({
  citations: true,
  given: true,
  searchedBy: true,
  nearest: true,
  thinking: true,
  failure: true,
  timings: true,
}).extend({
  /** What the numbers of an unfinished answer stand for, so that it can be gone on with. */
  passages: z.array(FoundPassage).default([]),
})
const noDetails: (typeof Details)['_output'] = {
  searchedBy: null,
  thinking: null,
  passages: [],
  citations: [],
  given: { passages: 0, documents: 0, searched: 0 },
  nearest: null,
  failure: null,
  timings: { retrieval: null, firstToken: null, total: null },
}

/** Keeps conversations with their questions and answers; the only writer of both tables. */
export function createChatStore({ drizzle }: Database, clock: () => number = Date.now) {
  return { find, list, read, answer, passages, begin, resume, saveText, save, rename, setRemoved, endUnfinished }

  function find(id: string): ConversationSummary | undefined {
    const row = drizzle
      .select()
      .from(conversations)
      .where(and(eq(conversations.id, id), isNull(conversations.deletedAt)))
      .get()
    return row && summaryOf(row)
  }

  /** The conversations changed last, before a time when given. */
  function list({ limit, before }: { readonly limit: number; readonly before?: number }): ConversationSummary[] {
    const earlier = before === undefined ? undefined : lt(conversations.updatedAt, before)
    return drizzle
      .select()
      .from(conversations)
      .where(and(isNull(conversations.deletedAt), earlier))
      .orderBy(desc(conversations.updatedAt), desc(conversations.id))
      .limit(limit)
      .all()
      .map(summaryOf)
  }

  function read(id: string): Conversation | undefined {
    const conversation = find(id)
    if (!conversation) return undefined
    const rows = drizzle
      .select()
      .from(messages)
      .where(and(eq(messages.conversationId, id), isNull(messages.deletedAt)))
      .orderBy(asc(messages.createdAt), asc(messages.id))
      .all()
    const answers = new Map(rows.flatMap((row) => (row.role === 'answer' && row.parentId ? [[row.parentId, row]] : [])))
    const turns = rows.filter((row) => row.role === 'question').map((row) => turnOf(row, answers.get(row.id)))
    return { ...conversation, turns }
  }

  function answer(id: string): StoredAnswer | undefined {
    const row = drizzle
      .select()
      .from(messages)
      .innerJoin(conversations, eq(messages.conversationId, conversations.id))
      .where(and(eq(messages.id, id), eq(messages.role, 'answer')))
      .get()
    return row && { answer: answerOf(row.messages), conversation: summaryOf(row.conversations) }
  }

  /** The passages an unfinished answer was given, by its numbers; none once it is finished. */
  function passages(answerId: string): readonly FoundPassage[] {
    const row = drizzle.select().from(messages).where(eq(messages.id, answerId)).get()
    return row ? passagesOf(row) : []
  }

  /** Takes up an interrupted answer again, with everything that is kept of it. */
  function resume(
    answerId: string,
    { model, local }: Pick<Answer, 'model' | 'local'>,
  ): Omit<BegunAnswer, 'questionId'> | undefined {
    const now = clock()
    return drizzle.transaction((transaction) => {
      const row = transaction
        .update(messages)
        .set({ state: 'writing', model, local, updatedAt: now })
        .where(eq(messages.id, answerId))
        .returning()
        .get()
      const conversation =
        row &&
        transaction
          .update(conversations)
          .set({ updatedAt: now })
          .where(eq(conversations.id, row.conversationId))
          .returning()
          .get()
      return conversation && { conversation: summaryOf(conversation), answer: { ...answerOf(row), failure: null } }
    })
  }

  /** Keeps a question and the beginning of its answer, in a new conversation unless one is given. */
  function begin({
    conversationId,
    question,
    title,
    model,
    local,
    mode,
  }: {
    readonly conversationId?: string
    readonly question: string
    readonly title: string
    readonly model: string | null
    readonly local: boolean
    readonly mode: Answer['mode']
  }): BegunAnswer {
    const now = clock()
    const times = { createdAt: now, updatedAt: now }
    return drizzle.transaction((transaction) => {
      const conversation = conversationId
        ? transaction
            .update(conversations)
            .set({ updatedAt: now })
            .where(eq(conversations.id, conversationId))
            .returning()
            .get()
        : transaction
            .insert(conversations)
            .values({ id: newId(), title, ...times })
            .returning()
            .get()
      const common = { conversationId: conversation.id, ...times }
      const latest = transaction
        .select({ id: messages.id })
        .from(messages)
        .where(and(eq(messages.conversationId, conversation.id), eq(messages.role, 'answer')))
        .orderBy(desc(messages.createdAt), desc(messages.id))
        .limit(1)
        .get()
      const questionId = newId()
      const rows = [
        { ...common, id: questionId, parentId: latest?.id ?? null, role: 'question' as const, text: question },
        {
          ...common,
          id: newId(),
          parentId: questionId,
          role: 'answer' as const,
          text: '',
          state: 'writing' as const,
          mode,
          model,
          local,
          details: noDetails,
        },
      ] as const
      transaction.insert(messages).values(rows[0]).run()
      const written = transaction.insert(messages).values(rows[1]).returning().get()
      return { conversation: summaryOf(conversation), questionId, answer: answerOf(written) }
    })
  }

  /** Keeps what was written so far. */
  function saveText(answerId: string, text: string): void {
    drizzle.update(messages).set({ text, updatedAt: clock() }).where(eq(messages.id, answerId)).run()
  }

  /** Keeps a whole answer, and of an unfinished one the passages it was given. */
  function save({ id, text, state, mode, model, local, ...rest }: Answer, given: readonly FoundPassage[] = []): void {
    const details = Details.parse({ ...rest, passages: state === 'done' ? [] : given })
    drizzle
      .update(messages)
      .set({ text, state, mode, model, local, details, updatedAt: clock() })
      .where(eq(messages.id, id))
      .run()
  }

  function rename(id: string, title: string): ConversationSummary | undefined {
    return changed(id, { title })
  }

  /** Moves a conversation to the bin, or out of it. */
  function setRemoved(id: string, state: 'removed' | 'restored'): ConversationSummary | undefined {
    return changed(id, { deletedAt: state === 'removed' ? clock() : null })
  }

  /** Marks the answers that a former process left unfinished, and returns them. */
  function endUnfinished(failure: ModelStopped): readonly BrokenAnswer[] {
    const left = drizzle.select().from(messages).where(eq(messages.state, 'writing')).all()
    return left.map((row) => {
      const broken = { answer: { ...answerOf(row), state: 'interrupted' as const, failure }, passages: passagesOf(row) }
      save(broken.answer, broken.passages)
      return broken
    })
  }

  function changed(id: string, values: { title?: string; deletedAt?: number | null }): ConversationSummary | undefined {
    const row = drizzle
      .update(conversations)
      .set({ ...values, updatedAt: clock() })
      .where(eq(conversations.id, id))
      .returning()
      .get()
    return row && summaryOf(row)
  }
}

type MessageRow = typeof messages.$inferSelect

function summaryOf({ id, title, createdAt, updatedAt }: typeof conversations.$inferSelect): ConversationSummary {
  return { id, title, createdAt, updatedAt }
}

function turnOf(question: MessageRow, answer: MessageRow | undefined): Turn {
  return {
    questionId: question.id,
    question: question.text,
    askedAt: question.createdAt,
    answer: answer ? answerOf(answer) : null,
  }
}

function answerOf({ id, text, state, mode, model, local, details }: MessageRow): Answer {
  // A row of an older or damaged kind still shows its text.
  const known = Details.safeParse(details)
  const { passages: _passages, ...rest } = known.success ? known.data : noDetails
  return {
    id,
    text,
    state: state ?? 'interrupted',
    mode: mode ?? 'model',
    model,
    local: local ?? true,
    ...rest,
  }
}

function passagesOf({ details }: MessageRow): readonly FoundPassage[] {
  const known = Details.safeParse(details)
  return known.success ? known.data.passages : []
}
