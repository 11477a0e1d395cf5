/** Judgements of one question: how much each document is worth, 0 where it is not named. */
export type Judgements = Readonly<Record<string, number>>

/** Discounted gain of the first ten documents against the best possible order: 1 is perfect. Gain 2^g - 1, discount log2(rank + 1). */
export function ndcgAt10(documents: readonly string[], relevant: Judgements): number {
  const ideal = Object.values(relevant).toSorted((a, b) => b - a)
  const best = discounted(ideal.slice(0, 10))
  return best === 0 ? 0 : discounted(documents.slice(0, 10).map((id) => relevant[id] ?? 0)) / best
}

/** The share of the relevant documents among the first so many. */
export function recallAt(depth: number, documents: readonly string[], relevant: Judgements): number {
  const wanted = Object.entries(relevant).filter(([, gain]) => gain > 0)
  if (wanted.length === 0) return 0
  const found = new Set(documents.slice(0, depth))
  return wanted.filter(([id]) => found.has(id)).length / wanted.length
}

/** One divided by the rank of the first relevant document among the given; 0 where none is. */
export function reciprocalRank(documents: readonly string[], relevant: Judgements): number {
  const index = documents.findIndex((id) => (relevant[id] ?? 0) > 0)
  return index === -1 ? 0 : 1 / (index + 1)
}

/** The mean of many values. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}

function discounted(gains: readonly number[]): number {
  return gains.reduce((sum, gain, index) => sum + (2 ** gain - 1) / Math.log2(index + 2), 0)
}
