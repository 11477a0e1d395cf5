/** How large passages are, in tokens of the embedding model unless said otherwise. */
export interface PassageSize {
  /** What a passage of running text grows to. */
  readonly aim: number
  /** Heading context included; two of the model's 256 are its special tokens, a few more are left for seams. */
  readonly most: number
  /** A section shorter than this is merged with its neighbour. */
  readonly short: number
  /** Also a limit, for texts whose tokens are long, such as encoded data. */
  readonly characters: number
  /** Heading context beyond this is cut from the left, so that the nearest heading stays. */
  readonly headingCharacters: number
}

/** The one place to change it; others were tried (docs/retrieval.md, ablations). */
export const passageSize: PassageSize = { aim: 200, most: 250, short: 64, characters: 1_600, headingCharacters: 200 }

export type TokenCounter = (text: string) => number
