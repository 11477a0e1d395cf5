import type { ChatModel, ChatPart, ChatRequest, Readiness } from './chat-model.ts'

export interface FakeChatModel extends ChatModel {
  /** Everything it was asked, in order. */
  readonly requests: ChatRequest[]
}

/** A model for tests that sends the given parts, and `finished` when none of them ends the stream. */
export function createFakeChatModel({
  parts = [],
  readiness = { ready: true },
  contextLength = 8_192,
  local = true,
  name = 'fake',
  server = 'ollama',
  sentTo,
  sees = false,
}: {
  readonly parts?:
    | readonly (string | ChatPart)[]
    | ((request: ChatRequest, signal?: AbortSignal) => AsyncIterable<ChatPart>)
  readonly readiness?: Readiness
  readonly contextLength?: number
  readonly local?: boolean
  readonly name?: string
  readonly server?: string
  readonly sentTo?: string
  readonly sees?: boolean
}): FakeChatModel {
  const requests: ChatRequest[] = []
  return {
    requests,
    runtime: 'ollama',
    name,
    server,
    local,
    sentTo,
    contextLength: async () => contextLength,
    readiness: async () => readiness,
    sees: async () => sees,
    stream: (request, signal) => {
      requests.push(request)
      return typeof parts === 'function' ? parts(request, signal) : play(parts)
    },
  }
}

async function* play(parts: readonly (string | ChatPart)[]): AsyncGenerator<ChatPart> {
  for (const part of parts) {
    const sent: ChatPart = typeof part === 'string' ? { type: 'token', text: part } : part
    yield sent
    if (sent.type === 'stopped' || sent.type === 'finished') return
  }
  yield { type: 'finished', promptTokens: null, answerTokens: null }
}
