import { rerankedPassages } from '#contract/reranking.contract'
import type { PassageStore, Ranked } from './passage.store.ts'
import type { Reranking } from './reranking.ts'

/** The best of a ranking in the order of a cross-encoder. */
export interface Reranked {
  /** The whole ranking: the best in their new order with the scores of their new places, then the rest as it was. */
  readonly ranked: readonly Ranked[]
  /** The best with what the cross-encoder gave them. */
  readonly judged: readonly Ranked[]
}

export interface RerankInput {
  readonly passages: Pick<PassageStore, 'load'>
  readonly reranking: Pick<Reranking, 'isOn' | 'scores'> | undefined
  readonly question: string
  readonly signal: AbortSignal | undefined
}

/** Puts the best passages in the order of the cross-encoder; null where none is on, or it gives no scores now. */
export async function rerank(
  ranked: readonly Ranked[],
  { passages, reranking, question, signal }: RerankInput,
): Promise<Reranked | null> {
  const best = ranked.slice(0, rerankedPassages)
  if (!reranking?.isOn() || best.length < 2 || question.trim() === '') return null
  const texts = new Map(passages.load(best.map(({ key }) => key)).map((one) => [one.key, textOf(one)]))
  const there = best.filter(({ key }) => texts.has(key))
  const scores = await reranking.scores(
    question,
    there.map(({ key }) => texts.get(key) ?? ''),
    signal,
  )
  if (!scores) return null
  const judged = there
    .map(({ key }, index) => ({ key, score: scores[index] ?? 0 }))
    .toSorted((a, b) => b.score - a.score)
  // What comes later (newer first, the scores that are told) reckons on the scale of the fusion: its scores stay.
  const inOrder = judged.map(({ key }, place) => ({ key, score: there[place]?.score ?? 0 }))
  return { ranked: [...inOrder, ...ranked.slice(best.length)], judged }
}

/** A passage as the cross-encoder reads it: what it stands under, then what it says. */
function textOf({ title, heading, text }: ReturnType<PassageStore['load']>[number]): string {
  return `${heading ?? title}\n${text}`
}
