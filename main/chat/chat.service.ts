import type { Assistant } from '#contract/assistants.contract'
import type {
  Answer,
  AnswerNotFound,
  AskEvent,
  AskInput,
  Conversation,
  ModelNotReady,
  ModelStopped,
} from '#contract/chat.contract'
import type { ConversationNotFound } from '#contract/conversations.contract'
import type { ModelUse } from '#contract/model-requests.contract'
import type { Passage } from '#contract/passage'
import { fail, ok, type Result } from '#contract/result'
import type { FindInput, Found } from '#contract/search.contract'
import type { ChatModel } from '#models/chat/chat-model'
import { createScheduler, type Scheduler } from '#models/chat/scheduler'
import { traced } from '#models/tracing/traced'
import { type AfterAnswersDeps, createAfterAnswers } from './after-answers.ts'
import { createTemporaryStores, type TemporaryStores } from './all-stores.store.ts'
import { writeAnswer } from './answer-writer.ts'
import { type AnsweringModelDeps, createAnsweringModels } from './answering-model.ts'
import { type Broadcast, createBroadcast } from './broadcast.ts'
import type { BegunAnswer, BrokenAnswer, ChatStore } from './chat.store.ts'
import { citedFirst, inReadingOrder } from './citations.ts'
import { citationsOf, type FindEvidence } from './evidence.ts'
import { searchWords } from './follow-up.ts'
import { findMaterial, readAlong } from './material.ts'
import { type BrokenTurn, filtersOf, placeOf } from './place.ts'
import { type RecallDeps, recall } from './recall.ts'
import { type LibrarySample, suggestQuestions } from './suggestions.ts'
import { titleFrom } from './title.ts'

export interface ChatDeps {
  readonly store: ChatStore
  /** Conversations that are never written to disk. */
  readonly temporary?: TemporaryStores
  readonly pickModel: AnsweringModelDeps['pickModel']
  readonly standIns?: AnsweringModelDeps['standIns']
  readonly backgroundModel?: AfterAnswersDeps['backgroundModel']
  readonly titles?: AfterAnswersDeps['titles']
  readonly responses?: AfterAnswersDeps['responses']
  /** Told once an answer has begun. */
  readonly modelUsed: (model: ChatModel) => Promise<void>
  readonly findPassages: (input: FindInput, signal?: AbortSignal) => Promise<Found>
  readonly evidence: FindEvidence
  /** A few documents of the library, from which questions are suggested. */
  readonly librarySample: () => LibrarySample
  /** Whose turn it is; absent: one of its own. */
  readonly scheduler?: Scheduler
  /** Who answers; undefined for one that is gone. */
  readonly assistant?: (id: string) => Assistant | undefined
  /** What the person asks of every answer. */
  readonly customInstructions?: () => string
  /** Told of each answer that is kept, once it has ended. */
  readonly answered?: (answer: Answer, conversationId: string) => void
  /** All passages of a document, in reading order. */
  readonly passagesOf?: (documentId: string) => readonly Passage[]
  /** Those of the named passages that are there; absent: none. */
  readonly passagesNamed?: RecallDeps['passagesNamed']
}

export type ChatService = ReturnType<typeof createChatService>

interface RunningAnswer {
  readonly events: Broadcast<AskEvent>
  readonly stop: AbortController
  readonly written: Promise<void>
}

/** Answers questions from the library, keeps conversations, and goes on writing when nobody is listening. */
export function createChatService(deps: ChatDeps) {
  const { store: kept, modelUsed, findPassages, evidence, librarySample } = deps
  const temporary = deps.temporary ?? createTemporaryStores()
  const running = new Map<string, RunningAnswer>()
  const scheduler = deps.scheduler ?? createScheduler()
  const { pickModel, standIns, backgroundModel, titles, responses } = deps
  const after = createAfterAnswers({ scheduler, backgroundModel, titles, responses })
  const { titled, summed, named } = after
  const models = createAnsweringModels({ pickModel, scheduler, ...(standIns ? { standIns } : {}) })
  const mended = Promise.all(kept.endUnfinished(appEnded('The program ended before the answer did')).map(cite))
  return { ask, follow, stop, conversation, answers, sumUp, titled, summed, named, suggestions, close }

  /** Checks that an answer is possible and begins it; the stream ends in `done` or `interrupted`. */
  async function ask(
    input: AskInput,
    signal?: AbortSignal,
    use: ModelUse = input.quick ? 'quick' : 'chat',
  ): Promise<Result<AsyncGenerator<AskEvent>, ConversationNotFound | AnswerNotFound | ModelNotReady>> {
    const askedAt = performance.now()
    const { conversationId, continues } = input
    const store = await storeFor(input)
    const conversation = conversationId ? store.find(conversationId) : undefined
    if (conversationId && !conversation) return fail(conversationNotFound(conversationId))
    const earlier = continues ? running.get(continues) : undefined
    if (earlier) return ok(earlier.events.follow(signal))
    const place = placeOf(store, input)
    if (!place) return fail(answerNotFound(continues ?? input.again ?? input.after ?? ''))
    const { broken, before } = place
    const assistantId = input.assistantId === undefined ? (conversation?.assistantId ?? null) : input.assistantId
    const assistant = assistantId === null ? undefined : deps.assistant?.(assistantId)
    const owner = conversationId ?? 'a new conversation'
    const usual = assistant?.model ?? undefined
    const found = await models.find({ wish: input.model, usual, use, owner }, signal)
    if (!found.ok) return found
    const answering = found.value
    const { model } = answering
    const isQuotes = model.runtime === 'quotes'
    // Words of a model cannot be gone on with by quotes: they wait until a model is there again.
    if (broken && isQuotes && broken.answer.text !== '' && broken.answer.mode === 'model') {
      const { model: name } = broken.answer
      return fail({ code: 'MODEL_NOT_READY', message: 'No model', model: name ?? 'The model', reason: 'not-running' })
    }
    const question = broken?.question ?? place.question ?? input.question
    const attachments = input.attachments ?? broken?.attachments ?? place.attachments ?? []
    const named = (input.wholeDocumentIds ?? []).map((id) => ({ kind: 'document' as const, id, title: '' }))
    const answeredBy = { model: isQuotes ? null : model.name, local: model.local }
    const begun = broken
      ? resume(store, broken, answeredBy)
      : store.begin({
          conversationId,
          after: input.after,
          again: input.again,
          assistantId,
          attachments,
          question,
          title: titleFrom(question),
          mode: isQuotes ? 'quotes' : 'model',
          ...answeredBy,
        })
    const query = searchWords(question, before.at(-1)?.question)
    // The copies that the question keeps now, where it was given what another one has.
    const bytesOf = store.attachments.read
    const events = begin(begun.answer.id, async (emit, stopped) => {
      emit({
        type: 'started',
        conversation: begun.conversation,
        questionId: begun.questionId,
        answerId: begun.answer.id,
        kept: begun.answer.text,
      })
      let answer: Answer | undefined
      const untold = await traced('ask', (note) =>
        writeAnswer({
          begun,
          passages: broken && begun.answer.text !== '' ? store.passages(begun.answer.id) : [],
          question,
          history: before,
          recalled: () => recall(before, { store, passagesNamed: deps.passagesNamed ?? (() => []) }),
          answering,
          askedAt,
          style: [deps.customInstructions?.() ?? '', assistant?.instructions ?? ''].filter(Boolean).join('\n\n'),
          find: async (stopping) => {
            const along = await readAlong([...attachments, ...named], { model, bytesOf }, stopping)
            const filters = filtersOf(input, along, assistant)
            const passagesOf = deps.passagesOf ?? (() => [])
            return findMaterial({ along, question, query, filters, model, passagesOf, find: findPassages }, stopping)
          },
          findEvidence: evidence,
          store,
          // What stood in once, or is kept for other uses, is not what answers from now on.
          modelUsed: async (by) => {
            if (use === 'chat' && by === model && !answering.standsInFor) await modelUsed(by)
          },
          emit: (event) => {
            emit(event)
            const isEnd = event.type === 'done' || event.type === 'interrupted'
            if (isEnd) ({ answer } = event)
            if (isEnd) note({ outcome: event.type, mode: event.answer.mode, local: event.answer.local })
            if (isEnd && store === kept) deps.answered?.(event.answer, begun.conversation.id)
          },
          signal: stopped,
        }),
      )
      const told = { conversation: begun.conversation, question, answer, untold, store }
      await after.answered({ ...told, isFirst: before.length === 0, isKept: store === kept })
    })
    return ok(events.follow(signal))
  }

  /** The events of an answer from its beginning while it is being written, or its last one when it is not. */
  function follow(answerId: string, signal?: AbortSignal): Result<AsyncGenerator<AskEvent>, AnswerNotFound> {
    const answer = running.get(answerId)
    if (answer) return ok(answer.events.follow(signal))
    const stored = kept.answer(answerId) ?? temporary.now()?.messages.answer(answerId)
    if (!stored) return fail(answerNotFound(answerId))
    return ok(lastEvent(stored))
  }

  /** Stops an answer and resolves when what was written is kept. */
  async function stop(answerId: string): Promise<{ stopped: boolean }> {
    const answer = running.get(answerId)
    answer?.stop.abort()
    await answer?.written
    return { stopped: answer !== undefined }
  }

  /** A conversation along its shown branch, or the last so many of its turns. */
  function conversation(id: string, last?: number): Result<Conversation, ConversationNotFound> {
    const found = kept.read(id, last) ?? temporary.now()?.messages.read(id, last)
    return found ? ok(found) : fail(conversationNotFound(id))
  }

  function answers(questionId: string): { question: string | null; answers: Answer[] } {
    const found = kept.answers(questionId) ?? temporary.now()?.messages.answers(questionId)
    return found ? { ...found } : { question: null, answers: [] }
  }

  /** Words the summary up to an answer anew, or forgets it. */
  function sumUp(answerId: string, text: string): Result<{ kept: boolean }, AnswerNotFound> {
    const summary = text.trim() === '' ? null : { text: text.trim(), edited: true }
    const known = kept.sumUp(answerId, summary) || temporary.now()?.messages.sumUp(answerId, summary)
    return known ? ok({ kept: summary !== null }) : fail(answerNotFound(answerId))
  }

  function suggestions(): string[] {
    return suggestQuestions(librarySample())
  }

  /** Ends every answer that is being written, keeping its text; to be awaited before the database closes. */
  async function close(): Promise<void> {
    const answers = [...running.values()]
    for (const { stop: stopping } of answers) stopping.abort('app-ended')
    await Promise.all([mended, ...answers.map(({ written }) => written)])
    await after.close()
    temporary.close()
  }

  async function storeFor({ conversationId, temporary: wished }: AskInput): Promise<ChatStore> {
    if (conversationId === undefined) return wished ? (await temporary.open()).messages : kept
    const inMemory = temporary.now()?.messages
    return inMemory?.find(conversationId) ? inMemory : kept
  }

  function resume(
    store: ChatStore,
    { answer, questionId }: BrokenTurn,
    answeredBy: Pick<Answer, 'model' | 'local'>,
  ): BegunAnswer {
    const resumed = store.resume(answer.id, answeredBy)
    if (!resumed) throw new Error('An answer went away between two reads')
    // Only a model's words can be gone on with; quotes are taken anew.
    const text = answer.mode === 'model' ? resumed.answer.text : ''
    return { ...resumed, answer: { ...resumed.answer, text }, questionId }
  }

  /** Gives the words that a killed process left the citations they had no time for. */
  async function cite({ answer, passages }: BrokenAnswer): Promise<void> {
    if (answer.text === '' || passages.length === 0) return
    try {
      const citations = await citationsOf(answer.text, passages, evidence)
      const now = kept.answer(answer.id)?.answer
      if (now?.state !== 'interrupted' || now.text !== answer.text) return
      const cited = { ...now, ...inReadingOrder(answer.text, citations) }
      kept.save(cited, citedFirst(cited.citations, passages))
    } catch {
      // Without the search process the words stay as they are; they can be gone on with all the same.
    }
  }

  function begin(
    answerId: string,
    write: (emit: (event: AskEvent) => void, stopped: AbortSignal) => Promise<void>,
  ): Broadcast<AskEvent> {
    const events = createBroadcast<AskEvent>()
    const stopping = new AbortController()
    after.hold()
    const written = write(events.send, stopping.signal).finally(() => {
      running.delete(answerId)
      events.end()
      if (running.size === 0) after.go()
    })
    running.set(answerId, { events, stop: stopping, written })
    return events
  }
}

function answerNotFound(answerId: string): AnswerNotFound {
  return { code: 'ANSWER_NOT_FOUND', message: 'No such answer', answerId }
}

function appEnded(message: string): ModelStopped {
  return { code: 'MODEL_STOPPED', reason: 'app-ended', message }
}

async function* lastEvent({ answer, conversation }: NonNullable<ReturnType<ChatStore['answer']>>) {
  const { title } = conversation
  if (answer.state === 'done') yield { type: 'done', answer, title } as const
  else yield { type: 'interrupted', answer, title } as const
}

function conversationNotFound(conversationId: string): ConversationNotFound {
  return { code: 'CONVERSATION_NOT_FOUND', message: 'No such conversation', conversationId }
}
