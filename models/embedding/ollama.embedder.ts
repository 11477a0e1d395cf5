import { z } from 'zod'
import { createGuardedFetch } from '../chat/guarded-fetch.ts'
import { type KeepAlive, keepAliveField } from '../chat/keep-alive.ts'
import { createOllamaServer, isSameModel } from '../chat/ollama.server.ts'
import type { Embedder } from './embedder.ts'
import { EmbedderFault } from './embedder-fault.ts'
import { prefixesByName, revisionOf } from './prefixes.ts'
import { createRemoteEmbedder, faultOf, type RemoteLimits } from './remote.embedder.ts'

const Answer = z.object({ embeddings: z.array(z.array(z.number())) })

export interface OllamaEmbedderOptions {
  readonly address: string
  readonly model: string
  readonly limits?: Partial<RemoteLimits>
  /** Asked at each request. */
  readonly keepAlive?: () => KeepAlive
}

/** An embedding model in Ollama whose vectors have this id. It is asked for nothing yet: a server that is away is one later. */
export function createOllamaEmbedder(
  options: OllamaEmbedderOptions & { readonly id: string; readonly dimensions: number },
): Embedder {
  const { address, model, id } = options
  return createRemoteEmbedder({
    ...options,
    prefixes: prefixesByName(model),
    request: requestTo(options),
    verify: async (signal) => {
      const present = ollamaId(model, await digestOf({ address, model }, signal))
      if (present !== id) throw new EmbedderFault('damaged', `${model} is ${present} by now, not ${id}`)
    },
  })
}

/** Asks Ollama for the model and one vector of it: its id and dimensions. Throws an `EmbedderFault` where it cannot embed. */
export async function findOllamaEmbedder(options: OllamaEmbedderOptions, signal?: AbortSignal) {
  const { model } = options
  const within = signal ?? new AbortController().signal
  try {
    const digest = await digestOf(options, within)
    const id = ollamaId(model, digest)
    const prefixes = prefixesByName(model)
    const trial = createRemoteEmbedder({
      ...options,
      id,
      dimensions: null,
      prefixes,
      request: requestTo(options),
    })
    const [vector] = await trial.embed(['How long is a vector?'], within)
    return { id, title: titleOf(model), dimensions: vector?.length ?? 0 }
  } catch (cause) {
    signal?.throwIfAborted()
    throw faultOf(cause)
  }
}

function requestTo({ address, model, keepAlive = () => null }: OllamaEmbedderOptions) {
  return async (input: readonly string[], signal: AbortSignal) => {
    const guarded = createGuardedFetch({
      signal,
      contentType: /json/,
      lineBytes: answerBytes,
      jsonLines: false,
      purpose: 'embedding',
    })
    const response = await guarded(`${address.replace(/(?<!\/)\/+$/, '')}/api/embed`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      // As the shipped model does: of a text longer than the model can take, the beginning stands for it.
      body: JSON.stringify({ model, input, truncate: true, ...keepAliveField(keepAlive()) }),
    })
    return Answer.parse(await response.json()).embeddings
  }
}

const answerBytes = 64_000_000

/** The digest of what the server has under this name now. */
async function digestOf({ address, model }: OllamaEmbedderOptions, signal: AbortSignal): Promise<string> {
  const models = await createOllamaServer({ address }).models(signal)
  const found = models.find(({ name }) => isSameModel(name, model))
  if (!found?.digest) throw new EmbedderFault('missing', `${address} has no ${model}`)
  const { capabilities } = found
  if (capabilities && !capabilities.includes('embedding')) {
    throw new EmbedderFault('not-an-embedding-model', `Ollama says it can: ${capabilities.join(', ')}`)
  }
  return found.digest
}

function ollamaId(model: string, digest: string): string {
  return `${titleOf(model)}@ollama-${revisionOf(digest, prefixesByName(model))}`
}

function titleOf(model: string): string {
  return model.replace(/:latest$/, '')
}
