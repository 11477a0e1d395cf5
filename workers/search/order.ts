import type { SearchOrder } from '#contract/search.contract'
import type { Ranked } from './passage.store.ts'

const year = 365.25 * 86_400_000

export interface Preferring {
  /** From 0 (age counts nothing) to 1. */
  readonly recency: number
  /** In milliseconds since the Unix epoch. */
  readonly now: number
  /** When the document of each passage was written. */
  readonly writtenAt: (keys: readonly number[]) => ReadonlyMap<number, number>
}

/**
 * A ranking in which age counts for a share of each score: that share is halved with every year (exponential decay, Li and
 * Croft, CIKM 2003). A document of unknown or future age counts as new.
 */
export function preferNewer(ranked: readonly Ranked[], { recency, now, writtenAt }: Preferring): readonly Ranked[] {
  if (recency === 0 || ranked.length === 0) return ranked
  const times = writtenAt(ranked.map(({ key }) => key))
  const freshness = (key: number) => 2 ** (-Math.max(0, now - (times.get(key) ?? now)) / year)
  return ranked
    .map(({ key, score }) => ({ key, score: score * (1 - recency + recency * freshness(key)) }))
    .toSorted((a, b) => b.score - a.score || a.key - b.key)
}

/** What was found by its date; what is of one date keeps its order. */
export function byDate<Found>(
  found: readonly Found[],
  order: Exclude<SearchOrder, 'relevance'>,
  timeOf: (one: Found) => number,
): readonly Found[] {
  const sign = order === 'newest' ? -1 : 1
  return found.toSorted((a, b) => sign * (timeOf(a) - timeOf(b)))
}
