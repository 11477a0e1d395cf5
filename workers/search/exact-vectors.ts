import { createBest } from './best.ts'
import type { Ranked } from './passage.store.ts'

export type ExactVectors = ReturnType<typeof createExactVectors>

/** Vectors in memory, compared one by one: exact, and fast enough for some ten thousand. */
export function createExactVectors(dimensions: number) {
  let matrix = new Float32Array(dimensions * 64)
  const keys: number[] = []
  const slots = new Map<number, number>()

  return { size: () => keys.length, has: (key: number) => slots.has(key), add, remove, search, keys: () => [...keys] }

  function add(key: number, vector: Float32Array): void {
    const slot = slots.get(key) ?? keys.length
    if ((slot + 1) * dimensions > matrix.length) {
      const larger = new Float32Array(matrix.length * 2)
      larger.set(matrix)
      matrix = larger
    }
    matrix.set(vector, slot * dimensions)
    keys[slot] = key
    slots.set(key, slot)
  }

  /** The last vector moves into the gap. */
  function remove(key: number): void {
    const slot = slots.get(key)
    const last = keys.length - 1
    const lastKey = keys[last]
    if (slot === undefined || lastKey === undefined) return
    matrix.copyWithin(slot * dimensions, last * dimensions, (last + 1) * dimensions)
    keys[slot] = lastKey
    slots.set(lastKey, slot)
    keys.pop()
    slots.delete(key)
  }

  function search(vector: Float32Array, limit: number, accepts?: (key: number) => boolean): Ranked[] {
    const best = createBest(limit)
    for (let slot = 0; slot < keys.length; slot++) {
      const key = keys[slot] ?? 0
      if (accepts && !accepts(key)) continue
      best.offer(key, dot(vector, matrix, slot * dimensions))
    }
    return best.ranked()
  }
}

/** The dot product of a vector with the one that begins at `offset`; the cosine where both have length 1. */
export function dot(vector: Float32Array, matrix: Float32Array, offset = 0): number {
  let sum = 0
  for (let i = 0; i < vector.length; i++) sum += (vector[i] ?? 0) * (matrix[offset + i] ?? 0)
  return sum
}
