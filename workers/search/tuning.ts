/** What ranking is made of. What each part is worth is measured by turning it off (docs/retrieval.md, ablations). */
export interface Tuning {
  /** Whether scores on one scale are added, or reciprocal ranks (Cormack, Clarke and Büttcher, SIGIR 2009). */
  readonly fusion: 'scores' | 'ranks'
  /** Whether the embedder counts for as much as it understands of question and library, or always fully. */
  readonly languages: boolean
  /** Whether the small words of a question (how many, who) are ranked by, too, beside the meaning. */
  readonly smallWords: boolean
  /** Whether words are found by their first letters, too, in languages whose endings no stemmer here knows. */
  readonly roots: boolean
  /** How much the words that the first results share add to the ranking by words; 0 for no second look by words. */
  readonly moreWords: number
  /** How far the question's vector moves towards those of the first results; 0 for no second look by meaning. */
  readonly movedBy: number
  /** What a word in title or heading counts, beside 1 in the text: they stand on every passage of a document. */
  readonly context: number
}

/** The one configuration for all libraries and languages. */
export const shippedTuning: Tuning = {
  fusion: 'scores',
  languages: true,
  smallWords: true,
  roots: true,
  moreWords: 0.15,
  movedBy: 0.5,
  context: 0.5,
}
