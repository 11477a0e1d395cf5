import type { TextRange } from '#contract/passage'
import { isInflected } from '../language.ts'
import { latinRootOf, piecesOf } from '../words.ts'
import { stem } from './porter.ts'
import type { Query } from './query.ts'

/** Where the words of a query stand in a text, in any of their forms; overlapping parts of a word become one mark. */
export function marksIn(text: string, query: Query): TextRange[] {
  const all = [...query.terms, ...query.phrases]
  const matter = all.filter(({ telling }) => telling)
  const terms = matter.length > 0 ? matter : all
  const stems = new Set(terms.filter(({ prefix }) => !prefix).flatMap(({ stems }) => stems))
  const beginnings = terms.filter(({ prefix }) => prefix).flatMap(({ stems }) => stems)
  const roots = new Set(terms.flatMap(({ root, prefix }) => (root === null || prefix ? [] : [root])))
  // Passages in inflected languages are found by the roots of their words as well; an English one is not.
  let inflected: boolean | null = null
  const hasRoot = (piece: string) => {
    if (!roots.has(latinRootOf(piece) ?? '')) return false
    inflected ??= isInflected(text)
    return inflected
  }
  const hits = piecesOf(text).filter(
    ({ text: piece }) =>
      stems.has(stem(piece)) || beginnings.some((beginning) => piece.startsWith(beginning)) || hasRoot(piece),
  )
  return mergeRanges(hits)
}

/** Ranges in order, those that touch or overlap made one. */
export function mergeRanges(ranges: readonly TextRange[]): TextRange[] {
  const merged: TextRange[] = []
  for (const { start, end } of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1)
    if (last && start <= last.end) merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, end) }
    else merged.push({ start, end })
  }
  return merged
}
