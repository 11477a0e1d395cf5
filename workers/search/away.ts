import type { Embedder } from '#models/embedding/embedder'
import { problemOf } from '#models/embedding/embedder-fault'
import { assertUnitVectors } from '#models/embedding/unit-vectors'

export interface Away {
  /** The vectors of the model, or null where it cannot give them now; words answer then. */
  embed(...texts: Parameters<Embedder['embed']>): Promise<readonly Float32Array[] | null>
  /** Why the model gave none when it was asked last; null while all is well. */
  problem(): string | null
}

const firstPause = 2_000
const longestPause = 60_000

/** Asks a model that may be away: after a failure it is left alone for a while, and it is back as soon as it answers. */
export function createAway(embedder: Embedder | null, clock: () => number = Date.now): Away {
  let problem: string | null = null
  let pause = 0
  let restsUntil = 0
  return { embed, problem: () => problem }

  async function embed(...asked: Parameters<Embedder['embed']>): Promise<readonly Float32Array[] | null> {
    if (!embedder || clock() < restsUntil) return null
    const [texts] = asked
    if (texts.length === 0) return []
    try {
      const vectors = await embedder.embed(...asked)
      assertUnitVectors(vectors, { count: texts.length, dimensions: embedder.dimensions })
      problem = null
      pause = 0
      return vectors
    } catch (error) {
      const found = problemOf(error)
      if (!found) throw error
      problem = `${found.reason}${found.message && `: ${found.message}`}`
      pause = Math.min(Math.max(firstPause, pause * 2), longestPause)
      restsUntil = clock() + pause
      return null
    }
  }
}
