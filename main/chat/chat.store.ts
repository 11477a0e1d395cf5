import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import type { Attachment } from '#contract/attachments.contract'
import type { Answer, Conversation, ModelStopped, Turn } from '#contract/chat.contract'
import type { ConversationSummary } from '#contract/conversations.contract'
import type { FoundPassage } from '#contract/search.contract'
import { conversations, messages } from '#database/chat.table'
import type { Database } from '#database/database'
import { createAttachmentStore, giveAlong } from './attachment.store.ts'
import { createDetailsStore } from './details.store.ts'
import { placesOf, timeOfNext } from './message-places.store.ts'
import {
  answerAndSummary,
  answerOf,
  Details,
  keptBeside,
  noDetails,
  passagesOf,
  summaryOf,
} from './message-rows.store.ts'
import { branchThrough, lastSteps, type Step } from './tree.ts'

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

/** Where a question is put. */
export interface AnswerToBegin {
  /** Absent: a new conversation. */
  readonly conversationId?: string | undefined
  readonly question: string
  readonly title: string
  readonly model: string | null
  readonly local: boolean
  readonly mode: Answer['mode']
  /** The answer it follows; null at the beginning. Absent: the end of the branch that is shown. */
  readonly after?: string | null | undefined
  /** The question that is answered once more. */
  readonly again?: string | undefined
  /** What a new question takes along. */
  readonly attachments?: readonly Attachment[] | undefined
  /** Who answers from now on; absent: as before. */
  readonly assistantId?: string | null | undefined
}

const mostTold = 200

export type ChatStore = ReturnType<typeof createChatStore>

export interface ChatStoreOptions {
  readonly clock?: () => number
  /** True for a database in memory. */
  readonly temporary?: boolean
}

/** Keeps questions and answers as a tree; with the conversation store the only writer of their tables. */
export function createChatStore(database: Database, { clock = Date.now, temporary = false }: ChatStoreOptions = {}) {
  const { drizzle } = database
  const attachments = createAttachmentStore(database, clock)
  return {
    attachments,
    find,
    read,
    branch,
    answer,
    answers,
    shown,
    passages,
    begin,
    resume,
    saveText,
    save,
    ...createDetailsStore(database),
    show,
    endUnfinished,
  }

  function find(id: string): ConversationSummary | undefined {
    const row = rowOf(id)
    return row && summaryOf(row, temporary)
  }

  /** The conversation along the branch that is shown, or the last so many of its turns. */
  function read(id: string, last?: number): Conversation | undefined {
    const conversation = rowOf(id)
    if (!conversation) return undefined
    const steps = branchThrough(placesOf(drizzle, id), conversation.activeId)
    const given = last === undefined ? steps : steps.slice(-last)
    return { ...summaryOf(conversation, temporary), turns: turnsOf(given), earlier: steps.length - given.length }
  }

  /** The last turns to a message, more than any prompt tells; without one the branch that is shown. Undefined where the message is not of the conversation. */
  function branch(conversationId: string, messageId?: string | null): readonly Turn[] | undefined {
    if (messageId === null) return []
    const places = placesOf(drizzle, conversationId)
    const toEnd = messageId === undefined
    if (!toEnd && !places.some(({ id }) => id === messageId)) return undefined
    const steps = branchThrough(places, toEnd ? (rowOf(conversationId)?.activeId ?? null) : messageId)
    return turnsOf(lastSteps(steps, messageId, mostTold))
  }

  function answer(id: string): StoredAnswer | undefined {
    const row = drizzle
      .select()
      .from(messages)
      .innerJoin(conversations, eq(messages.conversationId, conversations.id))
      .where(and(eq(messages.id, id), eq(messages.role, 'answer')))
      .get()
    return row && { answer: answerOf(row.messages), conversation: summaryOf(row.conversations, temporary) }
  }

  /** A question with all its answers, the oldest first. */
  function answers(questionId: string): { readonly question: string; readonly answers: Answer[] } | undefined {
    const question = drizzle.select().from(messages).where(eq(messages.id, questionId)).get()
    if (question?.role !== 'question') return undefined
    const rows = drizzle
      .select()
      .from(messages)
      .where(and(eq(messages.parentId, questionId), eq(messages.role, 'answer'), isNull(messages.deletedAt)))
      .orderBy(asc(messages.createdAt), asc(messages.id))
      .all()
    return { question: question.text, answers: rows.map(answerOf) }
  }

  /** An answer with its question, as they were shown. */
  function shown(answerId: string): { readonly question: string; readonly answer: Answer } | undefined {
    const row = drizzle.select().from(messages).where(eq(messages.id, answerId)).get()
    if (row?.role !== 'answer') return undefined
    const question = drizzle
      .select()
      .from(messages)
      .where(eq(messages.id, row.parentId ?? ''))
      .get()
    return { question: question?.text ?? '', answer: answerOf(row) }
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
          .set({ updatedAt: now, activeId: answerId })
          .where(eq(conversations.id, row.conversationId))
          .returning()
          .get()
      if (!conversation) return undefined
      return { conversation: summaryOf(conversation, temporary), answer: { ...answerOf(row), failure: null } }
    })
  }

  /** Keeps a question and the beginning of its answer, and shows the branch they are on. */
  function begin(wanted: AnswerToBegin): BegunAnswer {
    const { conversationId, question, title, model, local, mode, after, again, assistantId } = wanted
    const given = again ? [] : (wanted.attachments ?? [])
    const now = clock()
    return drizzle.transaction((transaction) => {
      const parentId = after === undefined && conversationId ? endOf(conversationId) : (after ?? null)
      const conversation = conversationId ?? newId()
      if (!conversationId) {
        transaction.insert(conversations).values({ id: conversation, title, createdAt: now, updatedAt: now }).run()
      }
      const questionId = again ?? newId()
      const answerId = newId()
      const createdAt = timeOfNext(transaction, conversationId, now)
      const common = { conversationId: conversation, createdAt, updatedAt: now }
      if (!again)
        transaction
          .insert(messages)
          .values({ ...common, id: questionId, parentId, role: 'question', text: question })
          .run()
      giveAlong(transaction, questionId, given, now)
      const written = transaction
        .insert(messages)
        .values({
          ...common,
          id: answerId,
          parentId: questionId,
          role: 'answer',
          text: '',
          state: 'writing',
          mode,
          model,
          local,
          details: noDetails,
        })
        .returning()
        .get()
      const kept = transaction
        .update(conversations)
        .set({ updatedAt: now, activeId: answerId, assistantId })
        .where(eq(conversations.id, conversation))
        .returning()
        .get()
      return { conversation: summaryOf(kept, temporary), questionId, answer: answerOf(written) }
    })
  }

  /** Keeps what was written so far. */
  function saveText(answerId: string, text: string): void {
    drizzle.update(messages).set({ text, updatedAt: clock() }).where(eq(messages.id, answerId)).run()
  }

  /** Keeps a whole answer, and of an unfinished one the passages it was given. */
  function save({ id, text, state, mode, model, local, ...rest }: Answer, given: readonly FoundPassage[] = []): void {
    const before = drizzle.select().from(messages).where(eq(messages.id, id)).get()
    const beside = before ? keptBeside(before) : {}
    const details = Details.parse({ ...rest, ...beside, passages: state === 'done' ? [] : given })
    drizzle
      .update(messages)
      .set({ text, state, mode, model, local, details, updatedAt: clock() })
      .where(eq(messages.id, id))
      .run()
  }

  /** Shows the branch of a message from now on; undefined where there is no such message. */
  function show(messageId: string): { readonly conversationId: string } | undefined {
    const row = drizzle
      .select({ conversationId: messages.conversationId })
      .from(messages)
      .where(eq(messages.id, messageId))
      .get()
    if (row) {
      drizzle.update(conversations).set({ activeId: messageId }).where(eq(conversations.id, row.conversationId)).run()
    }
    return row
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

  function rowOf(id: string) {
    return drizzle
      .select()
      .from(conversations)
      .where(and(eq(conversations.id, id), isNull(conversations.deletedAt)))
      .get()
  }

  function endOf(conversationId: string): string | null {
    const steps = branchThrough(placesOf(drizzle, conversationId), rowOf(conversationId)?.activeId ?? null)
    return steps.findLast(({ answerId }) => answerId !== null)?.answerId ?? null
  }

  function turnsOf(steps: readonly Step[]): Turn[] {
    const ids = steps.flatMap(({ questionId, answerId }) => [questionId, answerId ?? []].flat())
    const found = drizzle.select().from(messages).where(inArray(messages.id, ids)).all()
    const rows = new Map(found.map((row) => [row.id, row]))
    const given = attachments.of(steps.map(({ questionId }) => questionId))
    return steps.flatMap(({ questionId, parentId, answerId, questions, answers }) => {
      const question = rows.get(questionId)
      const answered = rows.get(answerId ?? '')
      if (!question) return []
      const turn = { questionId, parentId, question: question.text, askedAt: question.createdAt }
      const along = { attachments: [...(given.get(questionId) ?? [])] }
      const versions = { questions: [...questions], answers: [...answers] }
      const said = answered ? answerAndSummary(answered) : { answer: null, summary: null }
      return [{ ...turn, ...along, ...versions, ...said }]
    })
  }
}
