/** Some models are told whether a text is asked or searched; their vectors differ by it. */
export type Purpose = 'passage' | 'question'

/** Turns texts into unit vectors whose dot product says how close two texts are in meaning. */
export interface Embedder {
  /** Model and revision. On one machine equal ids give equal texts equal vectors, to the bit; elsewhere comparable ones. */
  readonly id: string
  readonly dimensions: number
  /** BCP 47 codes of the languages it was trained on; `*` for all. */
  readonly languages: readonly string[]
  /**
   * One vector per text, in order, length 1. Rejects with the signal's reason when aborted, and with an `EmbedderFault` when
   * the model is away, is another one than it was, or gives what is no vector of it.
   */
  embed(texts: readonly string[], signal?: AbortSignal, purpose?: Purpose): Promise<readonly Float32Array[]>
  close(): Promise<void>
}
