import { piecesOf } from '../words.ts'
import type { LoadedPassage, Ranked } from './passage.store.ts'
import { stem } from './porter.ts'
import type { Query } from './query.ts'
import type { Weighing } from './relevance.ts'

/** A passage of the first ranking, as it counts for the second: 1 for the best. */
interface Pattern {
  readonly passage: LoadedPassage
  readonly weight: number
}

const passagesForWords = 5
const passagesForVector = 3
const mostWords = 5
/** The best counts for much more than the others where it stands out, so that a sure answer is not talked away. */
const sharpness = 3

/**
 * What the first results say beyond the question, for a second look (pseudo-relevance feedback): their telling words (RM3,
 * Abdul-Jaleel et al. 2004) and the direction of their vectors (Rocchio 1971; for embeddings Li et al., ACM TOIS 41, 2023).
 */
export function patternsOf(
  first: readonly Ranked[],
  load: (keys: readonly number[]) => readonly LoadedPassage[],
): readonly Pattern[] {
  const best = first[0]?.score ?? 0
  if (best <= 0) return []
  return first.slice(0, passagesForWords).flatMap(({ key, score }) => {
    const [passage] = load([key])
    return passage ? [{ passage, weight: (score / best) ** sharpness }] : []
  })
}

/** The words that at least two of the first results share and the question does not name, as a full-text expression; null for none. */
export function expansionOf(
  patterns: readonly Pattern[],
  query: Query,
  { passages, frequency }: Weighing,
): string | null {
  const asked = new Set([...query.terms, ...query.phrases].flatMap(({ stems }) => stems))
  const found = new Map<string, { readonly word: string; weight: number; readonly in: Set<string> }>()
  for (const { passage, weight } of patterns) {
    const pieces = piecesOf(passage.text)
    for (const { text } of pieces) {
      const root = stem(text)
      if (asked.has(root) || root.length < shortest || /^\p{N}+$/u.test(root)) continue
      const held = found.get(root) ?? { word: text, weight: 0, in: new Set() }
      held.weight += weight / pieces.length
      held.in.add(passage.id)
      found.set(root, held)
    }
  }
  const most = Math.min(Math.max(passages * commonShare, commonCount), commonMost)
  const best = [...found]
    .filter(([, one]) => one.in.size >= 2)
    .map(([root, { word, weight }]) => ({ word, weight, found: frequency(root) }))
    .filter((one) => one.found <= most)
    .map((one) => ({ word: one.word, weight: one.weight * Math.log(1 + passages / (1 + one.found)) }))
    .toSorted((a, b) => b.weight - a.weight || a.word.localeCompare(b.word))
    .slice(0, mostWords)
  return best.length === 0 ? null : best.map(({ word }) => `"${word}"`).join(' OR ')
}

const shortest = 3
const commonShare = 0.08
const commonCount = 50
/** What a second look may cost in a large library: each match is scored. */
const commonMost = 3_000

/** The vector of the question, moved by a share of the way towards those of the first results; of length 1. */
export function movedTowards(
  question: Float32Array,
  patterns: readonly Pattern[],
  { share, vectorOf }: { readonly share: number; readonly vectorOf: (key: number) => Float32Array | null },
): Float32Array {
  const near = patterns.slice(0, passagesForVector).flatMap(({ passage, weight }) => {
    const vector = vectorOf(passage.key)
    return vector?.length === question.length ? [{ vector, weight }] : []
  })
  const total = near.reduce((sum, { weight }) => sum + weight, 0)
  const moved = Float32Array.from(question)
  for (const { vector, weight } of near) {
    for (const [index, value] of vector.entries()) {
      moved[index] = (moved[index] ?? 0) + ((share * weight) / total) * value
    }
  }
  const length = Math.hypot(...moved)
  return length === 0 ? question : moved.map((value) => value / length)
}
