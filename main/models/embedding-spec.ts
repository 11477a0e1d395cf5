import type { EmbedderPlace, EmbedderSpec, EmbeddingModelPlace } from '#contract/embedding-models.contract'
import { isLocalAddress } from '#models/chat/local-address'
import type { StoredEmbeddingModel } from './embedding-models.store.ts'

export interface EmbeddingSpecDeps {
  readonly ollamaHost: () => string
  /** The key of the server at an address; null where none is set up there, or it has none. */
  readonly keyAt: (address: string) => Promise<string | null>
}

export type EmbeddingSpecs = ReturnType<typeof createEmbeddingSpecs>

/** Says how a model is reached at present, and whether texts leave the machine on the way. */
export function createEmbeddingSpecs({ ollamaHost, keyAt }: EmbeddingSpecDeps) {
  return { placeOf, specOf, addressOf, leaves }

  async function placeOf(place: EmbeddingModelPlace): Promise<EmbedderPlace> {
    return { place, address: place.kind === 'ollama' ? ollamaHost() : null, key: await keyFor(place) }
  }

  /** Without an address where the server moved to another machine since a person agreed: nothing is sent there unasked. */
  async function specOf({
    id,
    dimensions,
    place,
    confirmed,
  }: Pick<StoredEmbeddingModel, 'id' | 'dimensions' | 'place' | 'confirmed'>): Promise<EmbedderSpec> {
    const reached = await placeOf(place)
    const agreed = !leaves(place) || addressOf(place) === confirmed
    return { id, dimensions, ...reached, address: agreed ? reached.address : null }
  }

  /** Where texts are sent; null when they stay in this process and its workers. */
  function addressOf(place: EmbeddingModelPlace): string | null {
    if (place.kind === 'ollama') return ollamaHost()
    return place.kind === 'openai-compatible' ? place.url : null
  }

  function leaves(place: EmbeddingModelPlace): boolean {
    const address = addressOf(place)
    return address !== null && !isLocalAddress(address)
  }

  async function keyFor(place: EmbeddingModelPlace): Promise<string | null> {
    return place.kind === 'openai-compatible' ? keyAt(place.url) : null
  }
}
