import type { Reranker } from './reranker.ts'

/** A cross-encoder without a model, for tests: what has the first of these words is best, then the second, and so on. */
export function createFakeReranker(bestWords: readonly string[]): Reranker {
  return { title: 'fake', scores, close: async () => {} }

  async function scores(_question: string, passages: readonly string[], signal?: AbortSignal): Promise<number[]> {
    signal?.throwIfAborted()
    return passages.map((text) => {
      const place = bestWords.findIndex((word) => text.includes(word))
      return place === -1 ? -bestWords.length : -place
    })
  }
}
