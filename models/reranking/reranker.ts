/** Reads a question and a passage together and says how well the one answers the other (a cross-encoder). */
export interface Reranker {
  /** The name of its folder. */
  readonly title: string
  /**
   * One finite score per passage, in order; higher answers better, comparable for one question only. Rejects with the
   * signal's reason between two passages when aborted, and with a `RerankerFault` when the model fails.
   */
  scores(question: string, passages: readonly string[], signal?: AbortSignal): Promise<readonly number[]>
  close(): Promise<void>
}
