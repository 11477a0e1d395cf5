import type { Ranked } from './passage.store.ts'
import type { Tuning } from './tuning.ts'

export interface Rankings {
  readonly words: readonly Ranked[]
  readonly meaning: readonly Ranked[]
  /** From 0 to 1: how much of what is searched is in a language the embedder knows. */
  readonly competence: number
  readonly by?: Tuning['fusion']
}

/**
 * One ranking out of two. Both kinds of score are brought to the same scale and added; the meaning counts for as much as
 * the embedder understands, and where that is nothing it only follows after the words.
 */
export function fuse({ words, meaning, competence, by = 'scores' }: Rankings): Ranked[] {
  const weight = words.length === 0 ? 1 : Math.max(competence, afterWords)
  const scores = new Map<number, number>()
  const onScale = (ranked: readonly Ranked[], worst: number) =>
    by === 'ranks' ? byRank(ranked) : scaled(ranked, worst)
  for (const { key, score } of onScale(words, 0)) scores.set(key, score)
  for (const { key, score } of onScale(meaning, meaning.at(-1)?.score ?? 0)) {
    scores.set(key, (scores.get(key) ?? 0) + score * weight)
  }
  return sorted(scores)
}

/** A ranking with a share of another one added, on the scale of their best. */
export function blend(ranking: readonly Ranked[], more: readonly Ranked[], share: number): Ranked[] {
  const scores = new Map(scaled(ranking, 0).map(({ key, score }) => [key, score]))
  for (const { key, score } of scaled(more, 0)) scores.set(key, (scores.get(key) ?? 0) + score * share)
  return sorted(scores)
}

function sorted(scores: ReadonlyMap<number, number>): Ranked[] {
  return [...scores].map(([key, score]) => ({ key, score })).toSorted((a, b) => b.score - a.score || a.key - b.key)
}

/** Too little to change the order of the words, enough to give one to what has no words in common. */
const afterWords = 0.001

/** The best becomes 1; no words in common is 0, and in meaning, where all have something in common, the worst that was fetched. */
function scaled(ranking: readonly Ranked[], worst: number): Ranked[] {
  const spread = (ranking[0]?.score ?? 0) - worst
  return ranking.map(({ key, score }) => ({ key, score: spread > 0 ? (score - worst) / spread : 1 }))
}

/** The constant of the paper. */
const rankConstant = 60

function byRank(ranking: readonly Ranked[]): Ranked[] {
  return ranking.map(({ key }, index) => ({ key, score: 1 / (rankConstant + 1 + index) }))
}
