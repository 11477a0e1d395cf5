/** How large passages are, in tokens of the embedding model unless said otherwise. The one place to change it. */
export const passageSize = {
  /** What a passage of running text grows to. */
  aim: 200,
  /** Heading context included; two of the model's 256 are its special tokens, a few more are left for seams. */
  most: 250,
  /** A section shorter than this is merged with its neighbour. */
  short: 64,
  /** Also a limit, for texts whose tokens are long, such as encoded data. */
  characters: 1_600,
  /** Heading context beyond this is cut from the left, so that the nearest heading stays. */
  headingCharacters: 200,
} as const

export type TokenCounter = (text: string) => number

/** What is embedded for a passage: its headings on a line of their own, then its text. */
export function embeddedText({ heading, text }: { readonly heading: string | null; readonly text: string }): string {
  return heading === null ? text : `${heading}\n${text}`
}
