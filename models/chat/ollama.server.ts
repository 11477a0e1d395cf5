import { Ollama } from 'ollama'
import { z } from 'zod'
import type { ModelInMemory } from '#contract/model-memory.contract'
import { createGuardedFetch } from './guarded-fetch.ts'
import { type ChatLimits, defaultChatLimits } from './limits.ts'
import {
  cardOf,
  Details,
  describe,
  detailOf,
  type OllamaModelCard,
  type OllamaModelDetail,
  Show,
} from './ollama.show.ts'

const Tags = z.object({
  models: z
    .array(
      z.object({
        name: z.string(),
        size: z.number().nullish(),
        digest: z.string().nullish(),
        details: Details.nullish(),
        capabilities: z.array(z.string()).nullish(),
      }),
    )
    .nullable(),
})
// Older servers, and those that only speak like Ollama, leave parts out.
const Size = z.number().nonnegative().nullish().catch(null)
const Running = z.object({
  models: z
    .array(
      z.object({
        name: z.string(),
        size: Size,
        size_vram: Size,
        context_length: z.number().int().positive().nullish().catch(null),
        expires_at: z.string().nullish().catch(null),
      }),
    )
    .nullable(),
})
const Version = z.object({ version: z.string() })

export interface OllamaModel {
  readonly name: string
  readonly bytes: number | null
  /** Of its weights and settings; null where a server does not say. */
  readonly digest: string | null
  readonly family: string | null
  readonly parameters: string | null
  readonly quantization: string | null
  /** Null where an older server does not say. */
  readonly capabilities: readonly string[] | null
  readonly contextLength: number | null
}

export type OllamaServer = ReturnType<typeof createOllamaServer>

/** Asks an Ollama server what it has; every call ends within the limit and throws when the answer makes no sense. */
export function createOllamaServer({
  address,
  limits = {},
}: {
  readonly address: string
  readonly limits?: Partial<ChatLimits>
}) {
  const { lookUp, lineBytes } = { ...defaultChatLimits, ...limits }
  return { version, models, show, card, running }

  async function version(signal?: AbortSignal): Promise<string> {
    return Version.parse(await client(signal).version()).version
  }

  async function models(signal?: AbortSignal): Promise<readonly OllamaModel[]> {
    const { models: found } = Tags.parse(await client(signal).list())
    return (found ?? []).map((model) => ({
      name: model.name,
      bytes: model.size ?? null,
      digest: model.digest ?? null,
      ...describe(model.details),
      capabilities: model.capabilities ?? null,
      contextLength: model.details?.context_length ?? null,
    }))
  }

  async function show(name: string, signal?: AbortSignal): Promise<OllamaModelDetail> {
    return detailOf(Show.parse(await client(signal).show({ model: name })))
  }

  /** All it says of a model. */
  async function card(name: string, signal?: AbortSignal): Promise<OllamaModelCard> {
    return cardOf(Show.parse(await client(signal).show({ model: name })))
  }

  /** The models that are in memory now. */
  async function running(signal?: AbortSignal): Promise<readonly ModelInMemory[]> {
    const { models: found } = Running.parse(await client(signal).ps())
    return (found ?? []).map((model) => ({
      name: model.name,
      bytes: model.size || null,
      graphicsBytes: model.size ? (model.size_vram ?? null) : null,
      contextLength: model.context_length ?? null,
      until: untilOf(model.expires_at),
    }))
  }

  function client(signal: AbortSignal | undefined): Ollama {
    const limit = AbortSignal.timeout(lookUp)
    return new Ollama({
      host: address,
      fetch: createGuardedFetch({
        signal: signal ? AbortSignal.any([signal, limit]) : limit,
        contentType: /json/,
        lineBytes: lineBytes * 8,
        jsonLines: false,
      }),
    })
  }
}

/** Whether two names mean one model: Ollama leaves out the tag `latest`. */
export function isSameModel(one: string, other: string): boolean {
  return withTag(one) === withTag(other)
}

function withTag(name: string): string {
  return /:[^/]+$/.test(name) ? name : `${name}:latest`
}

// A model that stays until the server ends has a time centuries ahead; one that is not used yet may have none.
function untilOf(expires: string | null | undefined): ModelInMemory['until'] {
  const time = Date.parse(expires ?? '')
  if (!(time > 0)) return null
  return time > Date.now() + century ? 'server-ends' : time
}

const century = 100 * 365 * 86_400_000
