import { piecesOf } from '../words.ts'
import { stem } from './porter.ts'
import { expression, type Query, type Term } from './query.ts'

/** How much each term of a query tells passages apart: 0 for one that is everywhere, large for a rare one. */
export function weighTerms(query: Query, { passages, frequency }: Weighing): readonly WeightedTerm[] {
  return [...query.terms, ...query.phrases].map((term) => {
    const found = Math.min(...term.stems.map(frequency))
    return { term, weight: Math.log(1 + passages / (1 + found)) }
  })
}

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
  const pieces = piecesOf(text).map(({ text: piece }) => piece)
  const joined = ` ${pieces.map(stem).join(' ')} `
  const unstemmed = ` ${pieces.join(' ')} `
  const occurs = ({ stems, prefix }: Term) =>
    prefix ? unstemmed.includes(` ${stems.join(' ')}`) : joined.includes(` ${stems.join(' ')} `)
  return terms.reduce((sum, { term, weight }) => sum + (occurs(term) ? weight : 0), 0) / total
}

/** Whether words and meaning together suggest that a passage has to do with what was asked. */
export function isRelevant({ covered, cosine }: { readonly covered: number; readonly cosine: number | null }): boolean {
  return covered >= enoughWords || (cosine ?? 0) >= enoughMeaning || covered + (cosine ?? 0) >= enoughTogether
}

const enoughWords = 0.6
const enoughMeaning = 0.5
const enoughTogether = 0.75

/** The words worth ranking by, as one full-text expression: those that occur in much of a large library only cost time. */
export function rankingExpression(query: Query, { passages, frequency }: Weighing): string | null {
  const ranked = [...query.terms, ...query.phrases].map((term) => ({
    term,
    found: Math.min(...term.stems.map(frequency)),
  }))
  const most = Math.max(passages * commonShare, commonCount)
  const rare = ranked.filter(({ found, term }) => found <= most || term.stems.length > 1)
  const rarest = ranked.toSorted((a, b) => a.found - b.found).slice(0, 1)
  const kept = rare.some(({ found }) => found > 0) ? rare : [...rare, ...rarest]
  return kept.length === 0 ? null : kept.map(({ term }) => expression(term)).join(' OR ')
}

const commonShare = 0.08
const commonCount = 2_000
