import { availableParallelism } from 'node:os'
import type { EmbedderPlace, EmbedderSpec } from '#contract/embedding-models.contract'
import { shippedEmbeddingModel } from '../catalog.ts'
import type { KeepAlive } from '../chat/keep-alive.ts'
import type { Embedder } from './embedder.ts'
import { EmbedderFault } from './embedder-fault.ts'
import { createEmbedder } from './onnx.embedder.ts'

export interface OpenOptions {
  /** Holds the shipped models. */
  readonly modelsFolder?: string | undefined
  /** Threads for models that run in this process. */
  readonly sessions?: number
  /** How long Ollama is to keep the model in memory; asked at each request. */
  readonly keepAlive?: (() => KeepAlive) | undefined
}

/** The id of the shipped model's vectors. */
export const shippedEmbedderId = `${shippedEmbeddingModel.id}@${shippedEmbeddingModel.revision}`

/** The model that ships with Alcove, as workers are told of one. */
export const shippedEmbedder: EmbedderSpec = {
  id: shippedEmbedderId,
  dimensions: shippedEmbeddingModel.dimensions,
  place: { kind: 'shipped' },
  address: null,
  key: null,
}

/** Opens a model whose vectors have the id of the spec, or throws an `EmbedderFault`; servers are asked at the first text. */
export async function openEmbedder(spec: EmbedderSpec, options: OpenOptions = {}): Promise<Embedder> {
  const { place, address, key } = spec
  const { sessions = availableParallelism(), keepAlive = () => null } = options
  switch (place.kind) {
    case 'shipped':
      return openShipped(spec, { ...options, sessions })
    case 'folder':
      return (await folders()).openFolderEmbedder({ ...spec, folder: place.folder, sessions })
    case 'ollama':
      return (await ollama()).createOllamaEmbedder({
        ...spec,
        model: place.model,
        address: agreed(address),
        keepAlive,
      })
    case 'openai-compatible':
      return (await compatible()).createCompatibleEmbedder({ ...spec, url: place.url, model: place.model, key })
  }
}

export interface FindOptions extends Pick<OpenOptions, 'keepAlive'> {
  readonly signal?: AbortSignal | undefined
}

export interface FoundEmbedder {
  readonly id: string
  readonly title: string
  readonly dimensions: number
}

/** Has a model embed one text, to learn the id and dimensions of its vectors; throws an `EmbedderFault` where it cannot. */
export async function findEmbedder(
  { place, address, key }: EmbedderPlace,
  { signal, keepAlive = () => null }: FindOptions = {},
): Promise<FoundEmbedder> {
  switch (place.kind) {
    case 'shipped':
      return { id: shippedEmbedderId, title: shippedEmbeddingModel.id, dimensions: shippedEmbeddingModel.dimensions }
    case 'folder':
      return (await folders()).findFolderEmbedder(place.folder, signal)
    case 'ollama':
      return (await ollama()).findOllamaEmbedder({ address: agreed(address), model: place.model, keepAlive }, signal)
    case 'openai-compatible':
      return (await compatible()).findCompatibleEmbedder({ url: place.url, model: place.model, key }, signal)
  }
}

// Loaded when they are needed: a worker that only runs the shipped model starts without them.
const folders = () => import('./folder.embedder.ts')
const ollama = () => import('./ollama.embedder.ts')
const compatible = () => import('./openai-compatible.embedder.ts')

async function openShipped({ id }: EmbedderSpec, options: OpenOptions): Promise<Embedder> {
  if (id !== shippedEmbedderId) throw new EmbedderFault('missing', `This version ships ${shippedEmbedderId}, not ${id}`)
  const opened = await createEmbedder(options)
  if (opened.ok) return opened.value
  const { code, message } = opened.failure
  throw new EmbedderFault(code === 'MODEL_DAMAGED' ? 'damaged' : 'unsupported', `${code}: ${message}`)
}

/** Main leaves the address out where a person has not agreed to it. */
function agreed(address: string | null): string {
  if (address === null) throw new EmbedderFault('not-confirmed', '')
  return address
}
