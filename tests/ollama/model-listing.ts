import { z } from 'zod'
import { bodyOf, recording } from './recordings.ts'

const showRecordings = {
  'scripted-chat': 'show chat model',
  'scripted-think': 'show thinking model',
  'scripted-tools': 'show tool model',
  'all-minilm': 'show embedding model',
} as const
export type KnownModel = keyof typeof showRecordings

export interface ListingOptions {
  readonly seeing?: boolean
  readonly withoutCapabilities?: boolean
  readonly contextLength?: number
  readonly showWithout?: readonly string[]
}

const Tags = z.object({ models: z.array(z.looseObject({ name: z.string() })) })
const Shown = z.object({ capabilities: z.array(z.string()) })

/** What a recorded server says of its models, changed as a test wants it. */
export function createModelListing({ seeing, withoutCapabilities, contextLength, showWithout = [] }: ListingOptions) {
  return { shown, show, tags }

  function shown(model: KnownModel) {
    return Shown.parse(JSON.parse(bodyOf(recording('server', showRecordings[model]))))
  }

  /** The body of `/api/show`. */
  function show(model: KnownModel): string {
    const told = withContext(bodyOf(recording('server', showRecordings[model])), contextLength)
    return withoutParts(seeing ? withVision(told) : told, showWithout)
  }

  /** The list of `/api/tags`. */
  function tags(models: readonly KnownModel[], { exchanged }: { readonly exchanged: boolean }): readonly unknown[] {
    const { models: listed } = Tags.parse(JSON.parse(bodyOf(recording('server', 'tags'))))
    const wanted = listed
      .filter(({ name }) => models.some((model) => model === baseName(name)))
      .map((model) => (exchanged ? { ...model, digest: 'f'.repeat(64) } : model))
    if (seeing) return wanted.map((model) => JSON.parse(withVision(JSON.stringify(model))))
    if (!withoutCapabilities) return wanted
    return wanted.map(({ capabilities: _capabilities, ...rest }) => rest)
  }
}

/** Whether there is a recording of a model of this name. */
export function isKnownModel(name: string): name is KnownModel {
  return Object.hasOwn(showRecordings, name)
}

/** A name without the tag that Ollama leaves out. */
export function baseName(name: string): string {
  return name.replace(/:latest$/, '')
}

function withContext(told: string, length: number | undefined): string {
  if (length === undefined) return told
  const known = z.looseObject({ model_info: z.record(z.string(), z.unknown()) }).parse(JSON.parse(told))
  const names = Object.keys(known.model_info).filter((name) => name.endsWith('.context_length'))
  const lengths = Object.fromEntries(names.map((name) => [name, length]))
  return JSON.stringify({ ...known, parameters: `num_ctx ${length}`, model_info: { ...known.model_info, ...lengths } })
}

function withoutParts(told: string, parts: readonly string[]): string {
  if (parts.length === 0) return told
  const known = z.looseObject({}).parse(JSON.parse(told))
  return JSON.stringify(Object.fromEntries(Object.entries(known).filter(([key]) => !parts.includes(key))))
}

function withVision(told: string): string {
  return told.replace(/"capabilities":\s*\[\s*"completion"/, '"capabilities":["completion","vision"')
}
