import { createHash } from 'node:crypto'
import { z } from 'zod'
import { createGuardedFetch } from '../chat/guarded-fetch.ts'
import type { Embedder } from './embedder.ts'
import { EmbedderFault } from './embedder-fault.ts'
import { type Prefixes, prefixesByName, revisionOf } from './prefixes.ts'
import { createRemoteEmbedder, faultOf, type RemoteLimits } from './remote.embedder.ts'

const Answer = z.object({ data: z.array(z.looseObject({ index: z.number().int(), embedding: z.array(z.number()) })) })

export interface CompatibleEmbedderOptions {
  /** Up to and without `/embeddings`. */
  readonly url: string
  readonly model: string
  readonly key: string | null
  readonly limits?: Partial<RemoteLimits>
}

/** A model of an OpenAI-compatible server. Such servers name no revision: the id tells server, model and dimensions apart. */
export function createCompatibleEmbedder(
  options: CompatibleEmbedderOptions & { readonly id: string; readonly dimensions: number },
): Embedder {
  const expected = compatibleId(options, options.dimensions)
  return createRemoteEmbedder({
    ...options,
    prefixes: prefixesByName(options.model),
    request: requestTo(options),
    verify: async () => {
      if (expected !== options.id) throw new EmbedderFault('damaged', `${options.model} is ${expected} by now`)
    },
  })
}

/** Asks the server for one vector: the model's id and dimensions. Throws an `EmbedderFault` where it cannot embed. */
export async function findCompatibleEmbedder(options: CompatibleEmbedderOptions, signal?: AbortSignal) {
  const { model } = options
  const prefixes = prefixesByName(model)
  const trial = createRemoteEmbedder({ ...options, id: model, dimensions: null, prefixes, request: requestTo(options) })
  try {
    const [vector] = await trial.embed(['How long is a vector?'], signal)
    const dimensions = vector?.length ?? 0
    return { id: compatibleId(options, dimensions), title: model, dimensions }
  } catch (cause) {
    signal?.throwIfAborted()
    throw faultOf(cause)
  }
}

function requestTo({ url, model, key }: CompatibleEmbedderOptions) {
  return async (input: readonly string[], signal: AbortSignal) => {
    const guarded = createGuardedFetch({
      signal,
      contentType: /json/,
      lineBytes: answerBytes,
      jsonLines: false,
      key,
      purpose: 'embedding',
    })
    const response = await guarded(`${url.replace(/(?<!\/)\/+$/, '')}/embeddings`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(key ? { authorization: `Bearer ${key}` } : {}) },
      body: JSON.stringify({ model, input, encoding_format: 'float' }),
    })
    const { data } = Answer.parse(await response.json())
    const inOrder = data.toSorted((a, b) => a.index - b.index)
    if (inOrder.some(({ index }, place) => index !== place)) {
      throw new EmbedderFault('unsupported', 'the answer does not say which vector is whose')
    }
    return inOrder.map(({ embedding }) => embedding)
  }
}

const answerBytes = 64_000_000

function compatibleId({ url, model }: CompatibleEmbedderOptions, dimensions: number): string {
  const server = createHash('sha256')
    .update(url.replace(/(?<!\/)\/+$/, ''))
    .digest('hex')
    .slice(0, 8)
  return `${model}@${new URL(url).hostname}-${server}-${dimensions}${suffix(prefixesByName(model))}`
}

function suffix(prefixes: Prefixes): string {
  return prefixes.passage + prefixes.question === '' ? '' : `-${revisionOf('', prefixes).slice(0, 8)}`
}
