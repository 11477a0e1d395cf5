import { z } from 'zod'
import { createGuardedFetch } from './guarded-fetch.ts'
import { type ChatLimits, defaultChatLimits } from './limits.ts'
import { ModelFault } from './model-fault.ts'

// Servers add their own fields; some say how long the context is, and each in its own way whether it can be shown pictures.
const Models = z.object({
  data: z.array(
    z.looseObject({
      id: z.string(),
      max_model_len: z.number().nullish(),
      context_length: z.number().nullish(),
      type: z.unknown().optional(),
      capabilities: z.unknown().optional(),
      architecture: z.unknown().optional(),
    }),
  ),
})

const Modalities = z.looseObject({ input_modalities: z.array(z.string()) })

export interface CompatibleServerOptions {
  /** Up to and with the version, e.g. `http://127.0.0.1:1234/v1`. */
  readonly address: string
  readonly key: string | null
  readonly limits?: Partial<ChatLimits>
}

export interface CompatibleModel {
  readonly name: string
  readonly contextLength: number | null
  /** False also where the server does not say. */
  readonly vision: boolean
}

/** The models an OpenAI-compatible server lists, null when it has no list; throws when it cannot be reached. */
export async function listCompatibleModels(
  { address, key, limits = {} }: CompatibleServerOptions,
  signal?: AbortSignal,
): Promise<readonly CompatibleModel[] | null> {
  const { lookUp, lineBytes } = { ...defaultChatLimits, ...limits }
  const limit = AbortSignal.timeout(lookUp)
  const guarded = createGuardedFetch({
    signal: signal ? AbortSignal.any([signal, limit]) : limit,
    contentType: /json/,
    lineBytes: lineBytes * 8,
    jsonLines: false,
    key,
  })
  try {
    const response = await guarded(`${address.replace(/(?<!\/)\/+$/, '')}/models`, { headers: bearer(key) })
    const { data } = Models.parse(await response.json())
    return data.map((model) => ({
      name: model.id,
      contextLength: model.max_model_len ?? model.context_length ?? null,
      vision: canSee(model),
    }))
  } catch (cause) {
    if (cause instanceof ModelFault && /^40[45]/.test(cause.message)) return null
    throw cause
  }
}

/** LM Studio says `vlm`, llama.cpp lists `multimodal`, Mistral sets `vision`, OpenRouter lists what comes in. */
function canSee({ type, capabilities, architecture }: z.infer<typeof Models>['data'][number]): boolean {
  const listed = Array.isArray(capabilities) && capabilities.some((one) => one === 'vision' || one === 'multimodal')
  const set = z.looseObject({ vision: z.literal(true) }).safeParse(capabilities).success
  const taken = Modalities.safeParse(architecture)
  return type === 'vlm' || listed || set || (taken.success && taken.data.input_modalities.includes('image'))
}

function bearer(key: string | null): Record<string, string> {
  return key ? { authorization: `Bearer ${key}` } : {}
}
