import type { EmbedderProblem, EmbedderReason } from '#contract/embedding-models.contract'

/** Why an embedder gave no vectors, where the reason is known. */
export class EmbedderFault extends Error {
  override readonly name = 'EmbedderFault'
  readonly reason: EmbedderReason

  constructor(reason: EmbedderReason, message: string, options?: ErrorOptions) {
    super(message, options)
    this.reason = reason
  }
}

/** The reason as plain data; null for an error nobody expected. */
export function problemOf(error: unknown): EmbedderProblem | null {
  return error instanceof EmbedderFault ? { reason: error.reason, message: error.message } : null
}
