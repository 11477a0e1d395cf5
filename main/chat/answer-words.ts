import type { AskEvent, ModelStopped } from '#contract/chat.contract'
import type { ChatModel, ChatRequest } from '#models/chat/chat-model'
import { spanBetween } from '#models/tracing/traced'
import type { BegunAnswer, ChatStore } from './chat.store.ts'
import { createContinuation } from './continuation.ts'
import { createNumberExchange, type NumberOf } from './numbers.ts'
import { createWordBatch } from './word-batch.ts'

export interface WordsJob {
  readonly begun: BegunAnswer
  readonly model: ChatModel
  /** `performance.now()` when the question came. */
  readonly askedAt: number
  readonly store: Pick<ChatStore, 'saveText'>
  readonly modelUsed: (model: ChatModel) => Promise<void>
  readonly emit: (event: AskEvent) => void
  readonly signal: AbortSignal
}

export interface Written {
  /** With what stood already. */
  readonly text: string
  readonly thinking: string
  readonly failure: ModelStopped | null
  readonly firstToken: number | null
  readonly given: number
  readonly promptTokens: number | null
  /** What the model wrote now, under the numbers of its prompt. */
  readonly asWritten: string
}

/** What is asked, and how the numbers of its prompt become those of the answer; null: they are the same. */
export type WordsRequest = ChatRequest & { readonly given: number; readonly toOwn: NumberOf | null }

const wordsEvery = 30
const saveEvery = 1_000

/** Has a model write its words, keeping them as they come; `kept` stands already. */
export async function streamWords(
  { model, emit, store, signal, askedAt, modelUsed, begun }: WordsJob,
  request: WordsRequest,
  kept: string,
): Promise<Written> {
  let text = kept
  let asWritten = ''
  let thinking = ''
  let firstToken: number | null = null
  let promptTokens: number | null = null
  let failure: ModelStopped | null = null
  const sentAt = performance.now()
  let firstAt: number | null = null
  let savedAt = sentAt
  const words = createWordBatch({ every: wordsEvery, emit: (piece) => emit({ type: 'token', text: piece }) })
  const source = [kept, ...request.passages.map(({ passage }) => passage.text)].join(' ')
  const joining = createContinuation(kept, source)
  const numbers = request.toOwn && createNumberExchange(request.toOwn)
  const add = (piece: string) => {
    text += piece
    words.add(piece)
  }
  try {
    for await (const part of model.stream(request, signal)) {
      if (part.type === 'token') {
        asWritten += part.text
        add(joining.add(numbers?.add(part.text) ?? part.text))
        if (firstToken === null) {
          firstToken = since(askedAt)
          firstAt = performance.now()
          await modelUsed(model)
        }
        if (performance.now() - savedAt >= saveEvery) {
          keepText(store, begun.answer.id, text)
          savedAt = performance.now()
        }
      } else if (part.type === 'thinking' || part.type === 'waiting') {
        if (part.type === 'thinking') thinking += part.text
        emit(part)
      } else if (part.type === 'stopped') {
        failure = part.failure
      } else if (part.type === 'finished') {
        promptTokens = part.promptTokens
      }
    }
  } finally {
    add(joining.add(numbers?.flush() ?? '') + joining.flush())
    words.flush()
    const endedAt = performance.now()
    spanBetween('model-wait', sentAt, firstAt ?? endedAt)
    if (firstAt !== null) spanBetween('model-stream', firstAt, endedAt)
  }
  return { text, thinking, failure, firstToken, given: request.given, promptTokens, asWritten }
}

// A full disk must not end the answer on the page; whether it could be kept is decided at its end.
function keepText(store: WordsJob['store'], answerId: string, text: string): void {
  try {
    store.saveText(answerId, text)
  } catch {
    // Said at the end, by `keep`.
  }
}

/** Milliseconds, to a tenth. */
export function since(start: number): number {
  return Math.round((performance.now() - start) * 10) / 10
}
