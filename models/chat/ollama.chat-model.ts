import { Ollama, type ChatRequest as OllamaRequest } from 'ollama'
import { z } from 'zod'
import type { ChatModel, ChatPart, ChatRequest, Readiness } from './chat-model.ts'
import { createGuardedFetch } from './guarded-fetch.ts'
import { type KeepAlive, keepAliveField } from './keep-alive.ts'
import { type ChatLimits, defaultChatLimits } from './limits.ts'
import { isLocalAddress, remoteHost } from './local-address.ts'
import { faultOfAnswer, isNobodyThere, ModelFault, stoppedBecause } from './model-fault.ts'
import { createOllamaServer, isSameModel } from './ollama.server.ts'
import type { OllamaModelDetail } from './ollama.show.ts'
import { followPatiently } from './patience.ts'

export interface OllamaChatModelOptions {
  readonly address: string
  readonly name: string
  readonly limits?: Partial<ChatLimits>
  /** Memory the context may take, bytes. */
  readonly contextMemory?: number
  /** Asked at each request. */
  readonly keepAlive?: () => KeepAlive
}

const Line = z.object({
  message: z.object({ content: z.string().nullish(), thinking: z.string().nullish() }).nullish(),
  done: z.boolean().nullish(),
  prompt_eval_count: z.number().nullish(),
  eval_count: z.number().nullish(),
  load_duration: z.number().nullish(),
  prompt_eval_duration: z.number().nullish(),
  eval_duration: z.number().nullish(),
})

// Reading a longer prompt takes a processor minutes, and another size than last time makes Ollama load the model anew.
const usualContext = 8_192
const defaultContextMemory = 2 * 1024 ** 3

/** A model that an Ollama server runs. */
export function createOllamaChatModel(options: OllamaChatModelOptions): ChatModel {
  const { address, name, contextMemory = defaultContextMemory, keepAlive = () => null } = options
  const limits = { ...defaultChatLimits, ...options.limits }
  const server = createOllamaServer({ address, limits })
  let shown: OllamaModelDetail | undefined
  return {
    runtime: 'ollama',
    name,
    server: 'ollama',
    local: isLocalAddress(address),
    sentTo: remoteHost(address),
    contextLength,
    readiness,
    sees,
    stream,
  }

  async function detail(signal?: AbortSignal): Promise<OllamaModelDetail> {
    shown ??= await server.show(name, signal)
    return shown
  }

  async function contextLength(signal?: AbortSignal): Promise<number> {
    return contextFor(await detail(signal), contextMemory)
  }

  async function readiness(signal?: AbortSignal): Promise<Readiness> {
    try {
      const { capabilities } = await detail(signal)
      if (!capabilities || capabilities.includes('completion')) return { ready: true }
      return { ready: false, reason: 'cannot-chat', message: `Capabilities: ${capabilities.join(', ')}` }
    } catch (cause) {
      return { ready: false, ...unreadyBecause(cause) }
    }
  }

  async function sees(signal?: AbortSignal): Promise<boolean> {
    return (await detail(signal)).capabilities?.includes('vision') ?? false
  }

  function stream(request: ChatRequest, signal?: AbortSignal): AsyncIterable<ChatPart> {
    return followPatiently({ limits, signal, waitingFor, open: (closing) => send(request, closing) })
  }

  async function waitingFor(signal: AbortSignal) {
    const running = await server.running(signal).catch(() => [])
    return running.some((other) => isSameModel(other.name, name)) ? 'reading' : 'loading'
  }

  async function* send(request: ChatRequest, signal: AbortSignal): AsyncGenerator<ChatPart> {
    const known = await detail(signal)
    const { lineBytes } = limits
    const client = new Ollama({
      host: address,
      fetch: createGuardedFetch({ signal, contentType: /ndjson|json/, lineBytes, jsonLines: true }),
    })
    // `truncate: false` makes a prompt that is too long a 400 instead of losing passages without a word. The server knows
    // it and the library passes it on; its type lacks it.
    const body = {
      ...requestBody(name, request, known, contextMemory),
      ...keepAliveField(keepAlive()),
      truncate: false,
    } as OllamaRequest & { stream: true }
    for await (const sent of asFaults(await client.chat(body))) {
      const line = Line.safeParse(sent)
      if (!line.success) throw new ModelFault('garbled', 'A line of another shape')
      const { message, done } = line.data
      if (message?.thinking) yield { type: 'thinking', text: message.thinking }
      if (message?.content) yield { type: 'token', text: message.content }
      if (done) yield finishedBy(line.data)
    }
  }
}

// Durations come in nanoseconds.
function finishedBy({ load_duration, prompt_eval_duration, eval_duration, ...line }: z.infer<typeof Line>): ChatPart {
  const milliseconds = (duration: number | null | undefined) => (duration == null ? null : Math.round(duration / 1e6))
  return {
    type: 'finished',
    promptTokens: line.prompt_eval_count ?? null,
    answerTokens: line.eval_count ?? null,
    took: {
      loadMs: milliseconds(load_duration),
      promptMs: milliseconds(prompt_eval_duration),
      answerMs: milliseconds(eval_duration),
    },
  }
}

/** Tokens that prompt and answer may take: what the model can, within what memory allows. */
export function contextFor(detail: OllamaModelDetail, contextMemory: number): number {
  const affordable = detail.bytesPerToken ? Math.floor(contextMemory / detail.bytesPerToken / 256) * 256 : usualContext
  const wished = Math.max(usualContext, detail.chosenContext ?? 0)
  return Math.min(detail.contextLength ?? usualContext, wished, Math.max(2_048, affordable))
}

function requestBody(name: string, request: ChatRequest, detail: OllamaModelDetail, contextMemory: number) {
  return {
    model: name,
    messages: request.messages.map(({ role, content, pictures }) => ({
      role,
      content,
      ...(pictures ? { images: pictures.map(({ base64 }) => base64) } : {}),
    })),
    stream: true as const,
    options: { num_ctx: contextFor(detail, contextMemory), num_predict: request.answerTokens, temperature: 0.2 },
    ...thinkingOf(detail),
  }
}

// The answer is in the passages: long thoughts cost minutes on a processor. gpt-oss cannot go without. A model that
// cannot think refuses to be asked about it.
function thinkingOf({ capabilities, family }: OllamaModelDetail): { think?: false | 'low' } {
  if (!capabilities?.includes('thinking')) return {}
  return { think: family === 'gptoss' ? 'low' : false }
}

// The library turns an `{"error": …}` line into an Error without a type, and an early end into one of its own.
async function* asFaults<T>(lines: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* lines
  } catch (cause) {
    if (!(cause instanceof Error) || cause.constructor !== Error) throw cause
    if (cause.message.startsWith('Did not receive done')) {
      throw new ModelFault('connection-lost', 'The stream ended before the answer did', { cause })
    }
    throw faultOfAnswer({ status: 500, message: cause.message })
  }
}

function unreadyBecause(cause: unknown): Omit<Extract<Readiness, { ready: false }>, 'ready'> {
  const { reason, message } = stoppedBecause(cause, undefined)
  if (isNobodyThere(cause)) return { reason: 'not-running', message }
  if (message.startsWith('404')) return { reason: 'model-missing', message }
  return { reason: reason === 'refused' || reason === 'held-back' ? reason : 'failing', message }
}
