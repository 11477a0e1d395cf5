import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { APICallError, type ModelMessage, StreamProviderError, streamText } from 'ai'
import { firstProviderId } from '#contract/providers.contract'
import type { ChatMessage, ChatModel, ChatPart, ChatRequest, Readiness } from './chat-model.ts'
import { createGuardedFetch, withoutKey } from './guarded-fetch.ts'
import { defaultChatLimits } from './limits.ts'
import { isLocalAddress, remoteHost } from './local-address.ts'
import { faultOfAnswer, isNobodyThere, stoppedBecause } from './model-fault.ts'
import { type CompatibleModel, type CompatibleServerOptions, listCompatibleModels } from './openai-compatible.server.ts'
import { followPatiently } from './patience.ts'

export interface CompatibleChatModelOptions extends CompatibleServerOptions {
  readonly name: string
  /** What the person set the server up as. */
  readonly server?: string
}

// What nearly every model of today can; few servers say more.
const usualContext = 8_192

/** A model behind any address that speaks as OpenAI does: LM Studio, llama.cpp, vLLM, or a cloud. */
export function createCompatibleChatModel(options: CompatibleChatModelOptions): ChatModel {
  const { address, key, name, server = firstProviderId } = options
  const limits = { ...defaultChatLimits, ...options.limits }
  let listed: Promise<readonly CompatibleModel[] | null> | undefined
  return {
    runtime: 'openai-compatible',
    name,
    server,
    local: isLocalAddress(address),
    sentTo: remoteHost(address),
    contextLength,
    readiness,
    sees,
    stream: (request, signal) =>
      followPatiently({
        limits,
        signal,
        waitingFor: async () => 'reading',
        open: (closing) => send(request, closing),
      }),
  }

  function models(signal?: AbortSignal) {
    listed ??= listCompatibleModels(options, signal)
    return listed
  }

  async function contextLength(signal?: AbortSignal): Promise<number> {
    const found = await models(signal).catch(() => null)
    return found?.find((model) => model.name === name)?.contextLength ?? usualContext
  }

  async function sees(signal?: AbortSignal): Promise<boolean> {
    const found = await models(signal).catch(() => null)
    return found?.find((model) => model.name === name)?.vision ?? false
  }

  async function readiness(signal?: AbortSignal): Promise<Readiness> {
    try {
      const found = await models(signal)
      if (!found || found.length === 0 || found.some((model) => model.name === name)) return { ready: true }
      return { ready: false, reason: 'model-missing', message: 'The server does not list it' }
    } catch (cause) {
      const { reason, message } = stoppedBecause(cause, undefined)
      if (isNobodyThere(cause)) return { ready: false, reason: 'not-running', message }
      return { ready: false, reason: reason === 'refused' || reason === 'held-back' ? reason : 'failing', message }
    }
  }

  async function* send(request: ChatRequest, signal: AbortSignal): AsyncGenerator<ChatPart> {
    const { lineBytes } = limits
    const provider = createOpenAICompatible({
      name: 'openai-compatible',
      baseURL: address.replace(/(?<!\/)\/+$/, ''),
      includeUsage: true,
      ...(key ? { apiKey: key } : {}),
      fetch: createGuardedFetch({ signal, contentType: /event-stream/, lineBytes, jsonLines: false, key }),
    })
    const { fullStream } = streamText({
      model: provider(name),
      ...splitMessages(request),
      maxOutputTokens: request.answerTokens,
      temperature: 0.2,
      abortSignal: signal,
      // Tries again are made by the caller, and only where they repeat nothing.
      maxRetries: 0,
      // Without this the library prints the error, with the prompt in it, to the console.
      onError: () => undefined,
    })
    for await (const part of fullStream) {
      if (part.type === 'text-delta' && part.text) yield { type: 'token', text: part.text }
      if (part.type === 'reasoning-delta' && part.text) yield { type: 'thinking', text: part.text }
      if (part.type === 'error') throw asFault(part.error, key)
      if (part.type === 'abort') throw new DOMException('The request was aborted', 'AbortError')
      // A stream cut off before its last event ends in `finish` too, with `other` for want of a reason.
      if (part.type === 'finish' && part.rawFinishReason !== undefined) {
        const { inputTokens = null, outputTokens = null } = part.totalUsage
        yield { type: 'finished', promptTokens: inputTokens, answerTokens: outputTokens }
      }
    }
  }
}

// The library wants instructions apart, and warns on the console when they are not.
function splitMessages({ messages }: ChatRequest) {
  const system = messages.filter(({ role }) => role === 'system').map(({ content }) => content)
  const rest = messages.flatMap((message): ModelMessage[] =>
    message.role === 'system' ? [] : [asModelMessage(message)],
  )
  return { system: system.join('\n\n'), messages: rest }
}

function asModelMessage({ role, content, pictures = [] }: ChatMessage): ModelMessage {
  if (role === 'assistant') return { role, content }
  if (pictures.length === 0) return { role: 'user', content }
  const files = pictures.map(({ mediaType, base64 }) => ({ type: 'file' as const, data: base64, mediaType }))
  return { role: 'user', content: [{ type: 'text', text: content }, ...files] }
}

function asFault(error: unknown, key: string | null): unknown {
  if (APICallError.isInstance(error) && error.statusCode !== undefined && error.cause === undefined) {
    return faultOfAnswer({ status: error.statusCode, message: withoutKey(error.responseBody ?? error.message, key) })
  }
  // A line of the stream that says what went wrong, as of a server that answers 500.
  if (StreamProviderError.isInstance(error))
    return faultOfAnswer({ status: 500, message: withoutKey(error.message, key) })
  if (error instanceof Error) return error
  const message = typeof error === 'string' ? error : JSON.stringify(error)
  return faultOfAnswer({ status: 500, message: withoutKey(message, key) })
}
