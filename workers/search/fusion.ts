import type { Ranked } from './passage.store.ts'

export interface Rankings {
  readonly words: readonly Ranked[]
  readonly meaning: readonly Ranked[]
  /** From 0 to 1: how much of what is searched is in a language the embedder knows. */
  readonly competence: number
}

/**
 * One ranking out of two. Both kinds of score are brought to the same scale and added; the meaning counts for as much as
 * the embedder understands, and where that is nothing it only follows after the words.
 */
export function fuse({ words, meaning, competence }: Rankings): Ranked[] {
  const scores = new Map<number, number>()
  for (const { key, score } of scaled(words)) scores.set(key, score)
  for (const { key, score } of scaled(meaning)) {
    scores.set(key, (scores.get(key) ?? 0) + score * Math.max(competence, words.length === 0 ? 1 : 0.001))
  }
  return [...scores].map(([key, score]) => ({ key, score })).toSorted((a, b) => b.score - a.score || a.key - b.key)
}

/** The best becomes 1, the worst that was fetched 0. */
function scaled(ranking: readonly Ranked[]): Ranked[] {
  const best = ranking[0]?.score ?? 0
  const worst = ranking.at(-1)?.score ?? 0
  const spread = best - worst
  return ranking.map(({ key, score }) => ({ key, score: spread > 0 ? (score - worst) / spread : 1 }))
}
