import type { RerankerProblem, RerankerReason } from '#contract/reranking.contract'

/** Why a cross-encoder gave no scores, where the reason is known. */
export class RerankerFault extends Error {
  override readonly name = 'RerankerFault'
  readonly reason: RerankerReason

  constructor(reason: RerankerReason, message: string, options?: ErrorOptions) {
    super(message, options)
    this.reason = reason
  }
}

/** The reason as plain data; null for an error nobody expected. */
export function rerankerProblemOf(error: unknown): RerankerProblem | null {
  return error instanceof RerankerFault ? { reason: error.reason, message: error.message } : null
}
