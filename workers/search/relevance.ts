import { piecesOf } from '../words.ts'
import { stem } from './porter.ts'
import { expression, type Query, type Term } from './query.ts'

/** How much each term of a query tells passages apart: 0 for one that is everywhere, large for a rare one. */
export function weighTerms(query: Query, { passages, frequency }: Weighing): readonly WeightedTerm[] {
  return [...query.terms, ...query.phrases].map((term) => {
    const found = foundOf(term, frequency)
    const matter = term.telling ? 1 : functionShare
    return { term, weight: matter * Math.log(1 + passages / (1 + found)) }
  })
}

/** In about how many passages a term occurs, in one of its forms. */
function foundOf({ stems, root }: Term, frequency: Weighing['frequency']): number {
  return Math.max(Math.min(...stems.map(frequency)), root === null ? 0 : frequency(root))
}

const functionShare = 0.05

export interface Weighing {
  readonly passages: number
  readonly frequency: (stem: string) => number
}

export interface WeightedTerm {
  readonly term: Term
  readonly weight: number
}

/** The share of a query's weight whose words occur in a text, from 0 to 1. */
export function coverage(text: string, terms: readonly WeightedTerm[]): number {
  const total = terms.reduce((sum, { weight }) => sum + weight, 0)
  if (total === 0) return 0
  const has = wordsOf(text)
  return terms.reduce((sum, { term, weight }) => sum + (has(term) ? weight : 0), 0) / total
}

/** Tells of a text which terms occur in it. */
export function wordsOf(text: string): (term: Term) => boolean {
  const pieces = piecesOf(text).map(({ text: piece }) => piece)
  const joined = ` ${pieces.map(stem).join(' ')} `
  const unstemmed = ` ${pieces.join(' ')} `
  return ({ stems, prefix }) =>
    prefix ? unstemmed.includes(` ${stems.join(' ')}`) : joined.includes(` ${stems.join(' ')} `)
}

export interface Signs {
  /** The share of the query's weight whose words occur in the passage. */
  readonly covered: number
  /** Null where the embedder does not know the language: its opinion would say nothing. */
  readonly cosine: number | null
  /** The share of the query's terms that are parts of a longer run, as in Chinese. */
  readonly cut: number
}

/**
 * Whether words and meaning suggest that a passage has to do with what was asked. The limits were found by asking questions
 * of a library with and without the article that answers them (docs/retrieval.md).
 */
export function isRelevant({ covered, cosine, cut }: Signs): boolean {
  if (cosine === null) return covered >= (cut > 0.5 ? enoughParts : enoughWordsAlone)
  return covered >= enoughWords || cosine >= enoughMeaning || covered + cosine >= enoughTogether
}

const enoughWords = 0.6
const enoughMeaning = 0.55
const enoughTogether = 0.7
const enoughWordsAlone = 0.3
/** Of the pairs of a Chinese question most belong to its grammar. */
const enoughParts = 0.17

/**
 * The words worth ranking by, as one full-text expression: those that carry the matter, or all. What occurs in much of a
 * large library is left out in any case: it only costs time.
 */
export function rankingExpression(
  query: Query,
  { passages, frequency }: Weighing,
  { words = 'telling', roots = true }: { readonly words?: 'telling' | 'all'; readonly roots?: boolean } = {},
): string | null {
  const orOf = (ranked: readonly Counted[]) => anyOf(ranked, { passages, frequency }, roots)
  const all = [...query.terms, ...query.phrases].map((term) => ({
    term,
    found: foundOf(term, frequency),
  }))
  const telling = all.filter(({ term, found }) => term.prefix || (term.telling && found > 0))
  if (passages > typedAsPrefix) {
    // Of a large library the beginning of a word takes long: it sorts what the other words find, or waits for more letters.
    const others = telling.filter(({ term }) => !term.prefix)
    if (others.length > 0) return orOf(others)
    if (telling.some(({ term }) => term.prefix && (term.words[0]?.length ?? 0) < shortestPrefix)) return null
  }
  const ranked = telling.length > 0 && words === 'telling' ? telling : all
  return orOf(ranked)
}

interface Counted {
  readonly term: Term
  readonly found: number
}

/** Whether every word of a query stands in so much of a large library that ranking by it says nothing and takes long. */
export function isEverywhere(query: Query, { passages, frequency }: Weighing): boolean {
  const all = [...query.terms, ...query.phrases]
  return passages > typedAsPrefix && all.length > 0 && all.every((term) => foundOf(term, frequency) > mostOf(passages))
}

function mostOf(passages: number): number {
  return Math.min(Math.max(passages * commonShare, commonCount), commonMost)
}

function anyOf(ranked: readonly Counted[], { passages, frequency }: Weighing, roots: boolean): string | null {
  const rare = ranked.filter(({ found }) => found <= mostOf(passages))
  const [rarest] = ranked.toSorted((a, b) => a.found - b.found)
  const kept = rare.length > 0 || !rarest ? rare : [rarest]
  return kept.length === 0 ? null : kept.flatMap(({ term }) => formsOf(term, frequency, roots)).join(' OR ')
}

function formsOf(term: Term, frequency: Weighing['frequency'], roots: boolean): string[] {
  const { root, prefix } = term
  return [expression(term), ...(!roots || root === null || prefix || frequency(root) === 0 ? [] : [`"${root}"`])]
}

const commonShare = 0.08
const commonCount = 2_000
/** BM25 scores each match, about 200,000 a second. */
const commonMost = 30_000
/** Up to so many passages the beginning of a word is looked up like a word. */
export const typedAsPrefix = 10_000
const shortestPrefix = 4
