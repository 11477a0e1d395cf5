import type {
  Answer,
  AnswerNotFound,
  AskEvent,
  AskInput,
  Conversation,
  ConversationNotFound,
  ConversationSummary,
  ModelNotReady,
  ModelStopped,
  Turn,
} from '#contract/chat.contract'
import type { ModelChoice } from '#contract/models.contract'
import { fail, ok, type Result } from '#contract/result'
import type { FindInput, Found } from '#contract/search.contract'
import type { ChatModel } from '#models/chat/chat-model'
import { writeAnswer } from './answer-writer.ts'
import { type Broadcast, createBroadcast } from './broadcast.ts'
import type { BegunAnswer, BrokenAnswer, ChatStore } from './chat.store.ts'
import { citedFirst, inReadingOrder } from './citations.ts'
import { citationsOf, type FindEvidence } from './evidence.ts'
import { searchWords } from './follow-up.ts'
import { type LibrarySample, suggestQuestions } from './suggestions.ts'
import { titleFrom } from './title.ts'

export interface ChatDeps {
  readonly store: ChatStore
  /** The model for a question; `wish` goes before every other choice. */
  readonly pickModel: (wish?: ModelChoice, signal?: AbortSignal) => Promise<ChatModel>
  /** Told once an answer has begun. */
  readonly modelUsed: (model: ChatModel) => Promise<void>
  readonly findPassages: (input: FindInput, signal?: AbortSignal) => Promise<Found>
  readonly evidence: FindEvidence
  /** A few documents of the library, from which questions are suggested. */
  readonly librarySample: () => LibrarySample
}

export type ChatService = ReturnType<typeof createChatService>

interface RunningAnswer {
  readonly events: Broadcast<AskEvent>
  readonly stop: AbortController
  readonly written: Promise<void>
}

const passagesPerQuestion = 8

/** Answers questions from the library, keeps conversations, and goes on writing when nobody is listening. */
export function createChatService({ store, pickModel, modelUsed, findPassages, evidence, librarySample }: ChatDeps) {
  const running = new Map<string, RunningAnswer>()
  const mended = Promise.all(store.endUnfinished(appEnded('The program ended before the answer did')).map(cite))
  return { ask, follow, stop, conversations, conversation, rename, remove, restore, suggestions, close }

  /** Checks that an answer is possible and begins it; the stream ends in `done` or `interrupted`. */
  async function ask(
    input: AskInput,
    signal?: AbortSignal,
  ): Promise<Result<AsyncGenerator<AskEvent>, ConversationNotFound | AnswerNotFound | ModelNotReady>> {
    const askedAt = performance.now()
    const { conversationId, sourceIds, documentIds, continues } = input
    const conversation = conversationId ? store.read(conversationId) : undefined
    if (conversationId && !conversation) return fail(conversationNotFound(conversationId))
    const earlier = continues ? running.get(continues) : undefined
    if (earlier) return ok(earlier.events.follow(signal))
    const broken = continues === undefined ? undefined : brokenTurn(conversation, continues)
    if (continues !== undefined && !broken) return fail(answerNotFound(continues))
    const model = await pickModel(input.model, signal)
    const readiness = await model.readiness(signal)
    if (!readiness.ready) {
      const { reason, message } = readiness
      return fail({ code: 'MODEL_NOT_READY', message, model: model.name, reason })
    }
    const isQuotes = model.runtime === 'quotes'
    // Words of a model cannot be gone on with by quotes: they wait until a model is there again.
    if (broken && isQuotes && broken.answer.text !== '' && broken.answer.mode === 'model') {
      const { model: name } = broken.answer
      return fail({ code: 'MODEL_NOT_READY', message: 'No model', model: name ?? 'The model', reason: 'not-running' })
    }
    const question = broken?.question ?? input.question
    const answeredBy = { model: isQuotes ? null : model.name, local: model.local }
    const begun = broken
      ? resume(broken, answeredBy)
      : store.begin({
          conversationId,
          question,
          title: titleFrom(question),
          mode: isQuotes ? 'quotes' : 'model',
          ...answeredBy,
        })
    const history = broken ? broken.before : (conversation?.turns ?? [])
    const query = searchWords(question, history.at(-1)?.question)
    const events = begin(begun.answer.id, (emit, stopped) => {
      emit({
        type: 'started',
        conversation: begun.conversation,
        questionId: begun.questionId,
        answerId: begun.answer.id,
        kept: begun.answer.text,
      })
      return writeAnswer({
        begun,
        passages: broken && begun.answer.text !== '' ? store.passages(begun.answer.id) : [],
        question,
        history,
        model,
        askedAt,
        find: (stopping) =>
          findPassages({ query, limit: passagesPerQuestion, filters: { sourceIds, documentIds } }, stopping),
        findEvidence: evidence,
        store,
        modelUsed,
        emit,
        signal: stopped,
      })
    })
    return ok(events.follow(signal))
  }

  /** The events of an answer from its beginning while it is being written, or its last one when it is not. */
  function follow(answerId: string, signal?: AbortSignal): Result<AsyncGenerator<AskEvent>, AnswerNotFound> {
    const answer = running.get(answerId)
    if (answer) return ok(answer.events.follow(signal))
    const stored = store.answer(answerId)
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

  function conversations(input: { readonly limit: number; readonly before?: number }): ConversationSummary[] {
    return store.list(input)
  }

  function conversation(id: string): Result<Conversation, ConversationNotFound> {
    return orNotFound(id, store.read(id))
  }

  function rename(id: string, title: string): Result<ConversationSummary, ConversationNotFound> {
    return orNotFound(id, store.rename(id, title))
  }

  function remove(id: string): Result<ConversationSummary, ConversationNotFound> {
    return orNotFound(id, store.setRemoved(id, 'removed'))
  }

  function restore(id: string): Result<ConversationSummary, ConversationNotFound> {
    return orNotFound(id, store.setRemoved(id, 'restored'))
  }

  function suggestions(): string[] {
    return suggestQuestions(librarySample())
  }

  /** Ends every answer that is being written, keeping its text; to be awaited before the database closes. */
  async function close(): Promise<void> {
    const answers = [...running.values()]
    for (const { stop: stopping } of answers) stopping.abort('app-ended')
    await Promise.all([mended, ...answers.map(({ written }) => written)])
  }

  function resume({ answer, questionId }: BrokenTurn, answeredBy: Pick<Answer, 'model' | 'local'>): BegunAnswer {
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
      const now = store.answer(answer.id)?.answer
      if (now?.state !== 'interrupted' || now.text !== answer.text) return
      const cited = { ...now, ...inReadingOrder(answer.text, citations) }
      store.save(cited, citedFirst(cited.citations, passages))
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
    const written = write(events.send, stopping.signal).finally(() => {
      running.delete(answerId)
      events.end()
    })
    running.set(answerId, { events, stop: stopping, written })
    return events
  }
}

interface BrokenTurn {
  readonly question: string
  readonly questionId: string
  readonly answer: Answer
  /** The turns above it. */
  readonly before: readonly Turn[]
}

function brokenTurn(conversation: Conversation | undefined, answerId: string): BrokenTurn | undefined {
  const turns = conversation?.turns ?? []
  const at = turns.findIndex(({ answer }) => answer?.id === answerId)
  const turn = turns[at]
  if (turn?.answer?.state !== 'interrupted') return undefined
  return { question: turn.question, questionId: turn.questionId, answer: turn.answer, before: turns.slice(0, at) }
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

function orNotFound<T>(id: string, found: T | undefined): Result<T, ConversationNotFound> {
  return found === undefined ? fail(conversationNotFound(id)) : ok(found)
}

function conversationNotFound(conversationId: string): ConversationNotFound {
  return { code: 'CONVERSATION_NOT_FOUND', message: 'No such conversation', conversationId }
}
