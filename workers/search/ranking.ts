import type { SearchMode, SearchStage } from '#contract/search.contract'
import { piecesOf } from '../words.ts'
import { expansionOf, movedTowards, patternsOf } from './feedback.ts'
import { blend, fuse } from './fusion.ts'
import type { PassageStore, Ranked } from './passage.store.ts'
import type { Query } from './query.ts'
import { isEverywhere, rankingExpression, typedAsPrefix, type Weighing } from './relevance.ts'
import type { Reranked } from './rerank.ts'
import { shippedTuning, type Tuning } from './tuning.ts'
import type { Acceptance, Vectors } from './vectors.ts'

export interface RankingInput {
  readonly passages: PassageStore
  readonly query: Query
  readonly mode: SearchMode
  /** The question as the embedder sees it, with what it is compared with; null where there is none. */
  readonly asked: { readonly vector: Float32Array; readonly vectors: Vectors; readonly model: string } | null
  readonly accepted: Acceptance | undefined
  /** How many passages of each kind are looked at. */
  readonly pool: number
  readonly weighing: Weighing
  /** How far the embedder understands question and library, from 0 to 1, judged by what the words found. */
  readonly competence: (words: readonly Ranked[]) => number
  /** Lets what waits have its turn, and throws where the question was called off meanwhile. */
  readonly pause: () => Promise<void>
  /** Puts the best of the merged ranking in another order; null where there is nobody who could. */
  readonly reorder?: ((ranked: readonly Ranked[]) => Promise<Reranked | null>) | undefined
  /** Told what each stage found, as it is found. */
  readonly trace?: Trace | undefined
  readonly tuning?: Tuning
}

export interface Trace {
  /** The time of the first stage counts from here. */
  begin(): void
  stage(stage: SearchStage, ranked: readonly Ranked[], words?: string | null): void
}

export interface Ranking {
  readonly ranked: readonly Ranked[]
  /** What lies next to the question, whatever the mode. */
  readonly near: readonly Ranked[]
  readonly competent: number
}

/** Ranks passages by words, by meaning, or by both with a second look at the first results, then by a reranker. */
export async function rank({ passages, query, mode, asked, accepted, pool, ...more }: RankingInput): Promise<Ranking> {
  const { weighing, competence, pause, reorder, trace = noTrace, tuning = shippedTuning } = more
  trace.begin()
  const words = mode === 'meaning' ? [] : byWords('telling')
  if (mode !== 'meaning') trace.stage('words', words)
  await pause()
  const near = asked?.vectors.nearest(asked.vector, pool, accepted) ?? []
  if (asked) trace.stage('meaning', near)
  const competent = asked === null ? 0 : tuning.languages ? competence(words) : 1
  const ranked = mode === 'words' ? words : mode === 'meaning' ? near : await reordered(await fused())
  trace.stage('result', ranked)
  return { ranked, near, competent }

  async function fused(): Promise<readonly Ranked[]> {
    // Beside the meaning, the small words of a question (how many, who) help; alone they mislead.
    const alone = !tuning.smallWords || competent < understood || weighing.passages > manyPassages
    const every = alone ? words : byWords('all')
    const by = tuning.fusion
    const first = fuse({ words: every, meaning: near, competence: competent, by })
    trace.stage('fused', first)
    if (!asked || competent < understood || tuning.moreWords + tuning.movedBy === 0) return first
    await pause()
    const patterns = patternsOf(first, passages.load)
    const expansion = tuning.moreWords === 0 ? null : expansionOf(patterns, query, weighing)
    const more = expansion === null ? [] : passages.matching(expansion, pool, accepted?.has)
    trace.stage('words-again', more, expansion)
    const vectorOf = (key: number) => passages.vector(asked.model, key)
    const moved = movedTowards(asked.vector, patterns, { share: tuning.movedBy, vectorOf })
    const known = [...new Set([...near, ...every].map(({ key }) => key))]
    const nearer = asked.vectors.among(moved, known).slice(0, Math.max(pool, near.length))
    trace.stage('meaning-again', nearer)
    return fuse({ words: blend(every, more, tuning.moreWords), meaning: nearer, competence: competent, by })
  }

  async function reordered(merged: readonly Ranked[]): Promise<readonly Ranked[]> {
    const anew = (await reorder?.(merged)) ?? null
    if (anew) trace.stage('reranked', anew.judged)
    return anew?.ranked ?? merged
  }

  function byWords(which: 'telling' | 'all'): readonly Ranked[] {
    const expression = rankingExpression(query, weighing, { words: which, roots: tuning.roots })
    const found = expression === null ? [] : matching(expression)
    const typed = weighing.passages > typedAsPrefix ? query.terms.find(({ prefix }) => prefix)?.words[0] : undefined
    if (typed === undefined) return found
    return expression === null ? titled(typed) : withBeginning(found, typed)
  }

  function matching(expression: string): readonly Ranked[] {
    if (accepted || !isEverywhere(query, weighing)) return passages.matching(expression, pool, accepted?.has)
    return passages.latest(expression, pool)
  }

  /** A word of which a few letters are typed and nothing else: documents that are called so. */
  function titled(beginning: string): readonly Ranked[] {
    return passages.titled(beginning, pool).filter(({ key }) => accepted?.has(key) ?? true)
  }

  /** What the other words found, with those first that have a word which begins as the one being typed. */
  function withBeginning(found: readonly Ranked[], beginning: string): readonly Ranked[] {
    const worth = (found[0]?.score ?? 0) * beginningShare
    const texts = new Map(passages.load(found.map(({ key }) => key)).map(({ key, text }) => [key, text]))
    const has = (key: number) => piecesOf(texts.get(key) ?? '').some(({ text }) => text.startsWith(beginning))
    return found
      .map(({ key, score }) => ({ key, score: has(key) ? score + worth : score }))
      .toSorted((a, b) => b.score - a.score || a.key - b.key)
  }
}

const noTrace: Trace = { begin: () => {}, stage: () => {} }

const beginningShare = 0.5
/** In a library so large the small words are too common to be ranked by anyway. */
const manyPassages = 20_000
/** From this share of known languages on the embedder's opinion says something. */
export const understood = 0.5
