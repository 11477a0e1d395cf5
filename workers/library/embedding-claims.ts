import type { PassageToEmbed, VectorStore } from './vector.store.ts'

export interface EmbeddingClaims {
  /** Up to so many passages that nobody works on yet, of the smallest documents first, each text once. */
  next(most: number): PassageToEmbed[]
  /** Takes back what was claimed; returns documents of which nothing is claimed any more. */
  settle(passages: readonly PassageToEmbed[]): string[]
}

/** Shares out passages without a vector for a model that does not serve: no document waits for it, so the order of their keys will do. */
export function createClaimsByKey(vectors: VectorStore): EmbeddingClaims {
  const hashesInFlight = new Set<string>()
  let last = 0
  return { next, settle }

  function next(most: number): PassageToEmbed[] {
    for (;;) {
      const found = vectors.missingAfter(last, most)
      last = found.at(-1)?.key ?? last
      const passages = found.filter(({ textHash }) => !hashesInFlight.has(textHash))
      const eachOnce = [...new Map(passages.map((passage) => [passage.textHash, passage])).values()]
      for (const { textHash } of eachOnce) hashesInFlight.add(textHash)
      if (eachOnce.length > 0 || found.length === 0) return eachOnce
    }
  }

  function settle(passages: readonly PassageToEmbed[]): string[] {
    for (const { textHash } of passages) hashesInFlight.delete(textHash)
    return []
  }
}

interface Claim {
  readonly keys: readonly number[]
  taken: number
  inFlight: number
}

// Enough to look past the documents that are all in flight.
const documentsLookedAt = 256

/** Shares out passages without a vector. A document read anew meanwhile is looked at again once its claim is settled. */
export function createEmbeddingClaims(vectors: VectorStore): EmbeddingClaims {
  const claims = new Map<string, Claim>()
  const hashesInFlight = new Set<string>()

  return { next, settle }

  function next(most: number): PassageToEmbed[] {
    const passages: PassageToEmbed[] = []
    for (const documentId of vectors.waitingDocuments(documentsLookedAt)) {
      const claim = claims.get(documentId) ?? { keys: vectors.missingOf(documentId), taken: 0, inFlight: 0 }
      claims.set(documentId, claim)
      while (claim.taken < claim.keys.length && passages.length < most) {
        const keys = claim.keys.slice(claim.taken, claim.taken + most - passages.length)
        claim.taken += keys.length
        for (const passage of vectors.load(keys)) {
          if (hashesInFlight.has(passage.textHash)) continue
          hashesInFlight.add(passage.textHash)
          claim.inFlight += 1
          passages.push(passage)
        }
      }
      if (passages.length >= most) break
    }
    return passages
  }

  function settle(passages: readonly PassageToEmbed[]): string[] {
    for (const { documentId, textHash } of passages) {
      hashesInFlight.delete(textHash)
      const claim = claims.get(documentId)
      if (claim) claim.inFlight -= 1
    }
    const done = [...claims].filter(([, { keys, taken, inFlight }]) => taken === keys.length && inFlight === 0)
    for (const [documentId] of done) claims.delete(documentId)
    return done.map(([documentId]) => documentId)
  }
}
