/** Turns texts into unit vectors whose dot product says how close two texts are in meaning. */
export interface Embedder {
  /** Model and revision. On one machine equal ids give equal texts equal vectors, to the bit; elsewhere comparable ones. */
  readonly id: string
  readonly dimensions: number
  /** BCP 47 codes of the languages it was trained on; `*` for all. */
  readonly languages: readonly string[]
  /** One vector per text, in order, length 1. Rejects with the signal's reason when aborted. */
  embed(texts: readonly string[], signal?: AbortSignal): Promise<readonly Float32Array[]>
  /** How many tokens of the model a text has, without the special ones; passages are cut by this. */
  countTokens(text: string): number
  close(): Promise<void>
}
