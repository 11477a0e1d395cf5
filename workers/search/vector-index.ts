import type { Ranked } from './passage.store.ts'

/** Approximate nearest neighbours among unit vectors; scores are cosines. Keys are the keys of passages. */
export interface VectorIndex {
  size(): number
  /** Up to `limit` keys, nearest first. */
  search(vector: Float32Array, limit: number): Ranked[]
}

/** An index that is being built, in a thread of its own. */
export interface GrowingVectorIndex extends VectorIndex {
  add(key: number, vector: Float32Array): void
  save(path: string): void
}

/** One library that can do it. Both adapters pass the same contract test. */
export interface VectorEngine {
  readonly name: string
  create(dimensions: number, capacity: number): GrowingVectorIndex
  /** Loads a saved index into memory to add to it. */
  extend(path: string, dimensions: number, capacity: number): GrowingVectorIndex
  /**
   * Opens a saved index. The file must be known to be whole: a damaged one may end the process. `expansion` is how many
   * candidates a search keeps (ef in the HNSW paper, Malkov and Yashunin 2018): more find more of the nearest and take longer.
   */
  open(path: string, dimensions: number, expansion?: number): VectorIndex
}

/** Where nothing was measured: enough for the hardest case, a library of many near copies. */
export const usualExpansion = 768

/** Keys in the order in which an index takes them best: neighbours in a document far apart, the same on every run. */
export function inBuildOrder(keys: readonly number[]): number[] {
  const place = (key: number) => Math.imul(key, 0x9e3779b1) >>> 0
  return keys.toSorted((a, b) => place(a) - place(b))
}
