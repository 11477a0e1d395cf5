import type {
  AnswerNotFound,
  AskEvent,
  AskInput,
  Conversation,
  ConversationNotFound,
  ConversationSummary,
  ModelNotReady,
  ModelStopped,
} from '#contract/chat.contract'
import type { ModelChoice } from '#contract/models.contract'
import { fail, ok, type Result } from '#contract/result'
import type { FindInput, Found } from '#contract/search.contract'
import type { ChatModel } from '#models/chat/chat-model'
import { writeAnswer } from './answer-writer.ts'
import { type Broadcast, createBroadcast } from './broadcast.ts'
import type { ChatStore } from './chat.store.ts'
import type { FindEvidence } from './evidence.ts'
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
  store.endUnfinished(appEnded('The program ended before the answer did'))
  return { ask, follow, stop, conversations, conversation, rename, remove, restore, suggestions, close }

  /** Checks that an answer is possible and begins it; the stream ends in `done` or `interrupted`. */
  async function ask(
    input: AskInput,
    signal?: AbortSignal,
  ): Promise<Result<AsyncGenerator<AskEvent>, ConversationNotFound | ModelNotReady>> {
    const askedAt = performance.now()
    const { conversationId, question, sourceIds, documentIds } = input
    if (conversationId && !store.find(conversationId)) return fail(conversationNotFound(conversationId))
    const model = await pickModel(input.model, signal)
    const readiness = await model.readiness(signal)
    if (!readiness.ready) {
      const { reason, message } = readiness
      return fail({ code: 'MODEL_NOT_READY', message, model: model.name, reason })
    }
    const history = conversationId ? (store.read(conversationId)?.turns ?? []) : []
    const isQuotes = model.runtime === 'quotes'
    const begun = store.begin({
      conversationId,
      question,
      title: titleFrom(question),
      model: isQuotes ? null : model.name,
      local: model.local,
      mode: isQuotes ? 'quotes' : 'model',
    })
    const query = searchWords(question, history.at(-1)?.question)
    const events = begin(begun.answer.id, (emit, stopped) => {
      emit({
        type: 'started',
        conversation: begun.conversation,
        questionId: begun.questionId,
        answerId: begun.answer.id,
      })
      return writeAnswer({
        begun,
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
    if (!stored) return fail({ code: 'ANSWER_NOT_FOUND', message: 'No such answer', answerId })
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
    await Promise.all(answers.map(({ written }) => written))
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
