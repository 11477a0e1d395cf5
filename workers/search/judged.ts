import type { FoundPassage } from '#contract/search.contract'
import { marksIn } from './marks.ts'
import type { LoadedPassage } from './passage.store.ts'
import type { Query } from './query.ts'
import { coverage, isRelevant, type Signs, type WeightedTerm } from './relevance.ts'

/** A question, with what its words and its meaning say about passages. */
export interface Asked {
  readonly query: Query
  readonly terms: readonly WeightedTerm[]
  /** Null where the embedder's opinion says nothing. */
  readonly cosines: ReadonlyMap<number, number> | null
}

/** A passage as it is shown: marked, and judged whether it has to do with the question. */
export function describe(passage: LoadedPassage, score: number, asked: Asked): FoundPassage {
  const { key: _, ...shown } = passage
  return { ...shown, score, marks: marksIn(passage.text, asked.query), relevant: isRelevant(signsOf(passage, asked)) }
}

/** What speaks for a passage. */
export function signsOf({ key, title, heading, text }: LoadedPassage, { query, terms, cosines }: Asked): Signs {
  return {
    covered: coverage(`${title} ${heading ?? ''} ${text}`, terms),
    cosine: cosines && (cosines.get(key) ?? 0),
    cut: query.terms.filter(({ cut }) => cut).length / Math.max(1, query.terms.length),
  }
}
