import type { Embedder } from '#models/embedding/embedder'
import { assertUnitVectors } from '#models/embedding/unit-vectors'
import { traced } from '#models/tracing/traced'
import { embeddedText } from '../embedded-text.ts'
import { createClaimsByKey, createEmbeddingClaims } from './embedding-claims.ts'
import type { PassageToEmbed, VectorStore } from './vector.store.ts'

export interface EmbeddingProgress {
  readonly written: number
  readonly waiting: number
  readonly documentsReady: number
}

export interface EmbedMissingDeps {
  readonly vectors: VectorStore
  readonly embedder: Embedder
  readonly signal: AbortSignal
}

// Texts the embedder has at one time, in lots: when one lot is done the next is there, so that no thread waits.
const lotSize = 32
const lotsAhead = 3
const groupSize = 64
const groupMilliseconds = 500

/** Writes missing vectors in groups until none is missing or the signal is given; each group is announced once committed. */
export async function* embedMissing({
  vectors,
  embedder,
  signal,
}: EmbedMissingDeps): AsyncGenerator<EmbeddingProgress> {
  const claims = vectors.isServing() ? createEmbeddingClaims(vectors) : createClaimsByKey(vectors)
  const running: Promise<Lot>[] = []
  let group: Lot[] = []
  let since = Date.now()
  try {
    for (;;) {
      const found = fill()
      const lot = await running.shift()
      if (lot) group.push(lot)
      const size = group.reduce((sum, { passages }) => sum + passages.length, 0)
      if (size >= groupSize || Date.now() - since >= groupMilliseconds || running.length === 0) {
        const progress = writeGroup()
        if (progress) yield progress
      }
      if (!lot && !found) return
    }
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    // What was computed is not thrown away when the stream is closed.
    if (group.length > 0) writeGroup()
  }

  function fill(): boolean {
    const before = running.length
    while (running.length < lotsAhead && !signal.aborted) {
      const passages = claims.next(lotSize)
      if (passages.length === 0) break
      const lot = embedLot(passages)
      // It is awaited in its turn; until then a failure must not count as one that nobody handles.
      lot.catch(() => {})
      running.push(lot)
    }
    return running.length > before
  }

  async function embedLot(passages: readonly PassageToEmbed[]): Promise<Lot> {
    const computed = await traced('embed', async (note) => {
      note({ passages: passages.length })
      return embedder.embed(passages.map(embeddedText), signal, 'passage')
    })
    // Whatever made them: what is no vector of this model is never written.
    assertUnitVectors(computed, { count: passages.length, dimensions: embedder.dimensions })
    return { passages, computed }
  }

  function writeGroup(): EmbeddingProgress | null {
    const lots = group
    group = []
    since = Date.now()
    const computed = lots.flatMap(({ passages, computed }) =>
      passages.flatMap(({ textHash }, index) => {
        const vector = computed[index]
        return vector ? [{ textHash, vector }] : []
      }),
    )
    const done = claims.settle(lots.flatMap(({ passages }) => passages))
    const { written, documentsReady } = vectors.write(computed, done)
    return written + documentsReady > 0 ? { written, documentsReady, waiting: vectors.countWaiting() } : null
  }
}

interface Lot {
  readonly passages: readonly PassageToEmbed[]
  readonly computed: readonly Float32Array[]
}
