import type { Turn } from '#contract/chat.contract'
import type { ChatModel } from '#models/chat/chat-model'
import type { ChatStore } from './chat.store.ts'
import { summaryRequest } from './history.ts'

export interface Untold {
  /** Turns that a prompt had no room for, the oldest first, that nobody summed up yet. */
  readonly turns: readonly Turn[]
  /** What was summed up before them. */
  readonly before: string
  /** Who wrote the answer. */
  readonly by: ChatModel
}

const answerTokens = 400

/** Sums up turns that no longer fit, after an answer and out of its way; what fails is tried again after the next answer. */
export function createSumming() {
  const running = new Map<string, Promise<void>>()
  const ending = new AbortController()
  return { sumUp, settled: () => Promise.all(running.values()), close }

  function sumUp(model: ChatModel, store: Pick<ChatStore, 'sumUp'>, { turns, before }: Omit<Untold, 'by'>): void {
    const upTo = turns.at(-1)?.answer?.id
    if (upTo === undefined || model.runtime === 'quotes' || running.has(upTo)) return
    const work = write(model, turns, before)
      .then((text) => {
        if (text !== '' && !ending.signal.aborted) store.sumUp(upTo, { text, edited: false })
      })
      .catch(() => {
        // Nobody waits for it, and the turns stay as they are.
      })
      .finally(() => running.delete(upTo))
    running.set(upTo, work)
  }

  async function write(model: ChatModel, turns: readonly Turn[], before: string): Promise<string> {
    const request = { messages: summaryRequest(before, turns), passages: [], answerTokens }
    let text = ''
    for await (const part of model.stream(request, ending.signal)) {
      if (part.type === 'token') text += part.text
      // Half a summary would stand for what it leaves out.
      if (part.type === 'stopped') return ''
    }
    return text.trim()
  }

  async function close(): Promise<void> {
    ending.abort()
    await Promise.all(running.values())
  }
}
