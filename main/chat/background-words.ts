import { createHash } from 'node:crypto'
import type { ChatModel, ChatRequest } from '#models/chat/chat-model'

/** What models wrote before, by the hash of all they were sent. */
export interface Responses {
  readonly find: (key: string) => string | undefined
  readonly keep: (response: { readonly key: string; readonly conversationId: string; readonly text: string }) => void
}

export interface BackgroundRequest {
  readonly model: ChatModel
  readonly request: ChatRequest
  /** What it is of, and goes with; null for one that is in memory only: nothing of it is kept. */
  readonly conversationId: string | null
  readonly signal: AbortSignal
  /** Whether words are worth keeping; absent: all that are not empty. */
  readonly isUsable?: (text: string) => boolean
}

/** Words that nobody waits for: those a model wrote when it was sent the same before, else anew; empty where it broke off. */
export async function backgroundWords(
  { model, request, conversationId, signal, isUsable = (text) => text !== '' }: BackgroundRequest,
  responses: Responses | undefined,
): Promise<string> {
  const key = conversationId === null ? null : keyOf(model, request)
  const known = key === null ? undefined : unlessItFails(() => responses?.find(key))
  if (known !== undefined) return known
  let text = ''
  for await (const part of model.stream(request, signal)) {
    if (part.type === 'token') text += part.text
    // Half a text would stand for what it leaves out.
    if (part.type === 'stopped') return ''
  }
  text = text.trim()
  if (key !== null && conversationId !== null && isUsable(text)) {
    unlessItFails(() => responses?.keep({ key, conversationId, text }))
  }
  return text
}

/** Everything that decides what a model writes, as one hash. */
function keyOf({ runtime, server, name, local, sentTo }: ChatModel, { messages, answerTokens }: ChatRequest): string {
  const whole = JSON.stringify([1, runtime, server, name, local, sentTo ?? null, messages, answerTokens])
  return createHash('sha256').update(whole).digest('hex')
}

// What is kept only spares work: a full disk must not cost the words.
function unlessItFails<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
