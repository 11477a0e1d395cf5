import { createHash } from 'node:crypto'
import type { Embedder } from './embedder.ts'

export interface FakeEmbedderOptions {
  readonly id?: string
  readonly dimensions?: number
  readonly languages?: readonly string[]
}

/** An embedder without a model, for tests: texts that share words are near each other, and equal texts have equal vectors. */
export function createFakeEmbedder({
  id = 'fake@1',
  dimensions = 64,
  languages = ['en'],
}: FakeEmbedderOptions = {}): Embedder {
  return { id, dimensions, languages, embed, close: async () => {} }

  async function embed(texts: readonly string[], signal?: AbortSignal): Promise<readonly Float32Array[]> {
    signal?.throwIfAborted()
    return texts.map(vectorOf)
  }

  function vectorOf(text: string): Float32Array {
    const sums = new Float64Array(dimensions)
    for (const word of ['', ...wordsOf(text.toLowerCase())]) {
      for (let i = 0; i < dimensions; i += 32) {
        const bytes = createHash('sha256').update(`${i} ${word}`).digest()
        // The empty word is in every text, faintly, so that a text without words has a direction too.
        for (let j = 0; j < 32 && i + j < dimensions; j++) {
          sums[i + j] = (sums[i + j] ?? 0) + ((bytes[j] ?? 0) - 127.5) * (word ? 1 : 0.01)
        }
      }
    }
    const length = Math.hypot(...sums)
    return Float32Array.from(sums, (sum) => sum / length)
  }
}

function wordsOf(text: string): readonly string[] {
  return text.match(/[\p{L}\p{N}]+/gu) ?? []
}
