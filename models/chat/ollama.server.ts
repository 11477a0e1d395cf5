import { Ollama } from 'ollama'
import { z } from 'zod'
import { createGuardedFetch } from './guarded-fetch.ts'
import { type ChatLimits, defaultChatLimits } from './limits.ts'

const Details = z.looseObject({
  family: z.string().nullish(),
  parameter_size: z.string().nullish(),
  quantization_level: z.string().nullish(),
  context_length: z.number().nullish(),
})
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
const Show = z.object({
  details: Details.nullish(),
  parameters: z.string().nullish(),
  model_info: z.record(z.string(), z.unknown()).nullish(),
  capabilities: z.array(z.string()).nullish(),
})
const Running = z.object({ models: z.array(z.object({ name: z.string(), size: z.number().nullish() })).nullable() })
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

export interface OllamaModelDetail extends Omit<OllamaModel, 'name' | 'bytes' | 'digest'> {
  /** `num_ctx` of its Modelfile. */
  readonly chosenContext: number | null
  /** Memory one token of context takes, bytes. */
  readonly bytesPerToken: number | null
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
  return { version, models, show, running }

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
    const shown = Show.parse(await client(signal).show({ model: name }))
    const info = shown.model_info ?? {}
    const number = (key: string) => numberIn(info, `${info['general.architecture']}.${key}`)
    const chosen = /^num_ctx\s+(\d+)/m.exec(shown.parameters ?? '')?.[1]
    return {
      ...describe(shown.details),
      capabilities: shown.capabilities ?? null,
      contextLength: number('context_length'),
      chosenContext: chosen ? Number(chosen) : null,
      bytesPerToken: bytesPerToken(number),
    }
  }

  /** Names of the models that are in memory now. */
  async function running(signal?: AbortSignal): Promise<readonly string[]> {
    const { models: found } = Running.parse(await client(signal).ps())
    return (found ?? []).map((model) => model.name)
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

function describe(details: z.infer<typeof Details> | null | undefined) {
  return {
    family: details?.family ?? null,
    parameters: details?.parameter_size ?? null,
    quantization: known(details?.quantization_level),
  }
}

function known(quantization: string | null | undefined): string | null {
  return !quantization || quantization === 'unknown' ? null : quantization
}

function numberIn(info: Readonly<Record<string, unknown>>, key: string): number | null {
  const value = info[key]
  // Some architectures give one number per layer.
  if (Array.isArray(value)) return Math.max(0, ...value.filter((entry) => typeof entry === 'number')) || null
  return typeof value === 'number' ? value : null
}

// Keys and values of every layer, 16 bits each.
function bytesPerToken(number: (key: string) => number | null): number | null {
  const layers = number('block_count')
  const heads = number('attention.head_count_kv') ?? number('attention.head_count')
  const width = (number('embedding_length') ?? 0) / (number('attention.head_count') ?? 1)
  const perHead = (number('attention.key_length') ?? width) + (number('attention.value_length') ?? width)
  return layers && heads && perHead ? layers * heads * perHead * 2 : null
}
