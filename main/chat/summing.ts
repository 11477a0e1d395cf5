import type { Turn } from '#contract/chat.contract'
import type { ChatMessage, ChatModel } from '#models/chat/chat-model'
import { backgroundWords, type Responses } from './background-words.ts'
import type { ChatStore } from './chat.store.ts'
import { summaryRequest } from './history.ts'

export interface Untold {
  /** Turns that a prompt had no room for, the oldest first, that nobody summed up yet. */
  readonly turns: readonly Turn[]
  /** What was summed up before them. */
  readonly before: string
  /** Who wrote the answer. */
  readonly by: ChatModel
  /** What it was sent, and wrote; null where nothing was written. */
  readonly sent: Sent | null
}

/** What a model has read and written. */
export interface Sent {
  readonly messages: readonly ChatMessage[]
  readonly written: string
}

export interface ToSumUp extends Omit<Untold, 'by' | 'sent'> {
  readonly model: ChatModel
  readonly store: Pick<ChatStore, 'sumUp'>
  /** Null for one that is in memory only. */
  readonly conversationId: string | null
}

const answerTokens = 400

/** Sums up turns that no longer fit, after an answer and out of its way; what fails is tried again after the next answer. */
export function createSumming(responses?: Responses) {
  const running = new Map<string, Promise<void>>()
  const ending = new AbortController()
  return { sumUp, settled: () => Promise.all(running.values()), close }

  function sumUp({ model, store, turns, before, conversationId }: ToSumUp): void {
    const upTo = turns.at(-1)?.answer?.id
    if (upTo === undefined || model.runtime === 'quotes' || running.has(upTo)) return
    const request = { messages: summaryRequest(before, turns), passages: [], answerTokens }
    const work = backgroundWords({ model, request, conversationId, signal: ending.signal }, responses)
      .then((text) => {
        if (text !== '' && !ending.signal.aborted) store.sumUp(upTo, { text, edited: false })
      })
      .catch(() => {
        // Nobody waits for it, and the turns stay as they are.
      })
      .finally(() => running.delete(upTo))
    running.set(upTo, work)
  }

  async function close(): Promise<void> {
    ending.abort()
    await Promise.all(running.values())
  }
}
