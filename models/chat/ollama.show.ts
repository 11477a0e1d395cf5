import { z } from 'zod'

/** Of a model, as `/api/tags` and `/api/show` tell it. */
export const Details = z.looseObject({
  family: z.string().nullish(),
  format: z.string().nullish().catch(null),
  parameter_size: z.string().nullish(),
  quantization_level: z.string().nullish(),
  context_length: z.number().nullish(),
})

// What is only shown may be missing or of another shape in older servers, and in those that only speak like Ollama.
const Shown = z.string().nullish().catch(null)

/** The answer of `/api/show`. */
export const Show = z.object({
  details: Details.nullish(),
  parameters: z.string().nullish(),
  model_info: z.record(z.string(), z.unknown()).nullish(),
  capabilities: z.array(z.string()).nullish(),
  system: Shown,
  template: Shown,
  license: Shown,
  modified_at: Shown,
})
type Show = z.infer<typeof Show>

export interface OllamaModelDetail {
  readonly family: string | null
  readonly parameters: string | null
  readonly quantization: string | null
  /** Null where an older server does not say. */
  readonly capabilities: readonly string[] | null
  readonly contextLength: number | null
  /** `num_ctx` of its Modelfile. */
  readonly chosenContext: number | null
  /** Memory one token of context takes, bytes. */
  readonly bytesPerToken: number | null
}

/** What is shown of a model beside that; null is what the server does not say. */
export interface OllamaModelCard extends OllamaModelDetail {
  readonly architecture: string | null
  readonly format: string | null
  readonly width: number | null
  readonly settings: readonly { readonly name: string; readonly value: string }[]
  readonly system: string | null
  readonly template: string | null
  readonly license: string | null
  readonly modifiedAt: number | null
}

const longestText = 200_000

/** What answering needs to know of a model. */
export function detailOf(shown: Show): OllamaModelDetail {
  const number = numbersOf(shown)
  const chosen = settingsIn(shown.parameters).find(({ name }) => name === 'num_ctx')?.value
  return {
    ...describe(shown.details),
    capabilities: shown.capabilities ?? null,
    contextLength: number('context_length'),
    chosenContext: Number(chosen) || null,
    bytesPerToken: bytesPerToken(number),
  }
}

/** All that can be shown of a model. */
export function cardOf(shown: Show): OllamaModelCard {
  const architecture = shown.model_info?.['general.architecture']
  const modifiedAt = Date.parse(shown.modified_at ?? '')
  return {
    ...detailOf(shown),
    architecture: typeof architecture === 'string' ? architecture : (shown.details?.family ?? null),
    format: shown.details?.format || null,
    width: numbersOf(shown)('embedding_length'),
    settings: settingsIn(shown.parameters),
    system: textOf(shown.system),
    template: textOf(shown.template),
    license: textOf(shown.license),
    modifiedAt: modifiedAt > 0 ? modifiedAt : null,
  }
}

/** What `/api/tags` and `/api/show` both tell of a model. */
export function describe(details: z.infer<typeof Details> | null | undefined) {
  return {
    family: details?.family ?? null,
    parameters: details?.parameter_size ?? null,
    quantization: known(details?.quantization_level),
  }
}

function known(quantization: string | null | undefined): string | null {
  return !quantization || quantization === 'unknown' ? null : quantization
}

function textOf(text: string | null | undefined): string | null {
  if (!text?.trim()) return null
  return text.length > longestText ? `${text.slice(0, longestText)}\n… and ${text.length - longestText} more` : text
}

/** One a line, the name and the value with blanks between; a value may hold blanks. */
function settingsIn(parameters: string | null | undefined): { name: string; value: string }[] {
  const lines = (parameters ?? '').split('\n').map((line) => line.trim().replaceAll('\t', ' '))
  return lines.filter(Boolean).map((line) => {
    const end = line.indexOf(' ')
    return end === -1 ? { name: line, value: '' } : { name: line.slice(0, end), value: line.slice(end).trim() }
  })
}

function numbersOf({ model_info }: Show): (key: string) => number | null {
  const info = model_info ?? {}
  return (key) => numberIn(info, `${info['general.architecture']}.${key}`)
}

function numberIn(info: Readonly<Record<string, unknown>>, key: string): number | null {
  const value = info[key]
  // Some architectures give one number per layer.
  if (Array.isArray(value)) return Math.max(0, ...value.filter(isCount)) || null
  return isCount(value) ? value : null
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0
}

// Keys and values of every layer, 16 bits each.
function bytesPerToken(number: (key: string) => number | null): number | null {
  const layers = number('block_count')
  const heads = number('attention.head_count_kv') ?? number('attention.head_count')
  const width = (number('embedding_length') ?? 0) / (number('attention.head_count') ?? 1)
  const perHead = (number('attention.key_length') ?? width) + (number('attention.value_length') ?? width)
  return layers && heads && perHead ? layers * heads * perHead * 2 : null
}
