import { Index, MetricKind, ScalarKind } from 'usearch'
import type { Ranked } from './passage.store.ts'
import type { GrowingVectorIndex, VectorEngine, VectorIndex } from './vector-index.ts'

/** usearch: half-precision vectors, mapped from disk, so that opening costs next to nothing. */
export const usearchEngine: VectorEngine = {
  name: 'usearch',
  create: (dimensions) => growing(emptyIndex(dimensions)),
  extend(path, dimensions) {
    const index = emptyIndex(dimensions)
    index.load(path)
    return growing(index)
  },
  open(path, dimensions) {
    const index = emptyIndex(dimensions)
    index.view(path)
    return searching(index)
  },
}

function emptyIndex(dimensions: number): Index {
  return new Index({
    dimensions,
    metric: MetricKind.IP,
    quantization: ScalarKind.F16,
    // Chosen for recall in the hardest case, a library of many near copies; a search still takes few milliseconds.
    connectivity: 24,
    expansion_add: 256,
    expansion_search: 768,
    multi: false,
  })
}

function growing(index: Index): GrowingVectorIndex {
  return {
    ...searching(index),
    add: (key, vector) => index.add(BigUint64Array.of(BigInt(key)), vector, 1),
    save: (path) => index.save(path),
  }
}

function searching(index: Index): VectorIndex {
  return {
    size: () => index.size(),
    search(vector: Float32Array, limit: number): Ranked[] {
      const wanted = Math.min(limit, index.size())
      if (wanted === 0) return []
      const { keys, distances } = index.search(vector, wanted, 1)
      return [...keys].map((key, place) => ({ key: Number(key), score: 1 - (distances[place] ?? 1) }))
    },
  }
}
