import { createExactVectors } from './exact-vectors.ts'
import type { PassageStore, Ranked } from './passage.store.ts'

export interface VectorsDeps {
  readonly passages: PassageStore
  readonly model: string
  readonly dimensions: number
}

export type Vectors = ReturnType<typeof createVectors>

/** The vectors of a library, kept up with what the library worker writes and removes. */
export function createVectors({ passages, model, dimensions }: VectorsDeps) {
  const exact = createExactVectors(dimensions)
  let version: number | null = null
  let last = 0
  return { refresh, nearest, size: exact.size, engine: 'exact' }

  function refresh(): void {
    const now = passages.version()
    if (now === version) return
    for (
      let batch = passages.vectors(model, last, 1_000);
      batch.length > 0;
      batch = passages.vectors(model, last, 1_000)
    ) {
      for (const { key, vector } of batch) exact.add(key, vector)
      last = batch.at(-1)?.key ?? last
    }
    version = now
  }

  function nearest(vector: Float32Array, limit: number, accepts?: (key: number) => boolean): Ranked[] {
    return exact.search(vector, limit, accepts)
  }
}
