import { type GrowingVectorIndex, usualExpansion, type VectorEngine, type VectorIndex } from './vector-index.ts'

/** hnswlib-node, where it was compiled on this machine; the whole index is held in memory. */
export async function loadHnswlibEngine(): Promise<VectorEngine | { readonly missing: string }> {
  const hnswlib = await load()
  if ('missing' in hnswlib) return hnswlib
  const { HierarchicalNSW } = hnswlib
  type Index = InstanceType<typeof HierarchicalNSW>
  return {
    name: 'hnswlib',
    create(dimensions, capacity) {
      const index = new HierarchicalNSW('ip', dimensions)
      index.initIndex({ maxElements: Math.max(capacity, 1), m: 24, efConstruction: 256 })
      return growing(index)
    },
    extend(path, dimensions, capacity) {
      const index = new HierarchicalNSW('ip', dimensions)
      index.readIndexSync(path)
      index.resizeIndex(Math.max(capacity, index.getCurrentCount()) + room)
      return growing(index)
    },
    open(path, dimensions, expansion) {
      const index = new HierarchicalNSW('ip', dimensions)
      index.readIndexSync(path)
      return searching(index, expansion)
    },
  }

  function growing(index: Index): GrowingVectorIndex {
    return {
      ...searching(index),
      add: (key, vector) => index.addPoint([...vector], key),
      save: (path) => index.writeIndexSync(path),
    }
  }

  function searching(index: Index, expansion = usualExpansion): VectorIndex {
    return {
      size: () => index.getCurrentCount(),
      search(vector, limit) {
        const wanted = Math.min(limit, index.getCurrentCount())
        if (wanted === 0) return []
        index.setEf(Math.max(expansion, wanted))
        const { neighbors, distances } = index.searchKnn([...vector], wanted)
        return neighbors.map((key, place) => ({ key, score: 1 - (distances[place] ?? 1) }))
      },
    }
  }
}

/** For vectors that were removed from the library and are still in the graph. */
const room = 100_000

async function load() {
  try {
    return (await import('hnswlib-node')).default
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error)
    return { missing: `hnswlib-node was not compiled on this machine (${reason}); usearch is used instead` }
  }
}
