import { Index, MetricKind, ScalarKind } from 'usearch'
import type { Ranked } from './passage.store.ts'
import { type GrowingVectorIndex, usualExpansion, type VectorEngine, type VectorIndex } from './vector-index.ts'

/** usearch: half-precision vectors, mapped from disk, so that opening costs next to nothing. */
export const usearchEngine: VectorEngine = {
  name: 'usearch',
  create: (dimensions) => growing(emptyIndex(dimensions, usualExpansion)),
  extend(path, dimensions) {
    const index = emptyIndex(dimensions, usualExpansion)
    index.load(path)
    return growing(index)
  },
  open(path, dimensions, expansion = usualExpansion) {
    const index = emptyIndex(dimensions, expansion)
    index.view(path)
    return searching(index)
  },
}

function emptyIndex(dimensions: number, expansion: number): Index {
  return new Index({
    dimensions,
    metric: MetricKind.IP,
    quantization: ScalarKind.F16,
    connectivity: 24,
    expansion_add: 256,
    expansion_search: expansion,
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
