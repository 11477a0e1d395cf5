import type { Ranked } from './passage.store.ts'

/** Keeps the best of many offers: a heap whose root is the worst that is kept. */
export function createBest(limit: number) {
  const heap: Ranked[] = []
  return { offer, ranked }

  function offer(key: number, score: number): void {
    if (heap.length < limit) {
      heap.push({ key, score })
      rise(heap.length - 1)
    } else if (score > scoreAt(0)) {
      heap[0] = { key, score }
      sink(0)
    }
  }

  /** Best first; of equals the lower key, so that the order never depends on chance. */
  function ranked(): Ranked[] {
    return heap.toSorted((a, b) => b.score - a.score || a.key - b.key)
  }

  function rise(from: number): void {
    let child = from
    while (child > 0) {
      const parent = (child - 1) >> 1
      if (scoreAt(parent) <= scoreAt(child)) return
      swap(parent, child)
      child = parent
    }
  }

  function sink(from: number): void {
    let parent = from
    for (;;) {
      const left = parent * 2 + 1
      const child = scoreAt(left + 1) < scoreAt(left) ? left + 1 : left
      if (scoreAt(child) >= scoreAt(parent)) return
      swap(parent, child)
      parent = child
    }
  }

  function scoreAt(index: number): number {
    return heap[index]?.score ?? Number.POSITIVE_INFINITY
  }

  function swap(a: number, b: number): void {
    const [first, second] = [heap[a], heap[b]]
    if (!first || !second) return
    heap[a] = second
    heap[b] = first
  }
}
