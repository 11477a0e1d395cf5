import type { refuse } from './failure.ts'

/** Thrown by a splitter to say by name why a file cannot be read. */
export class Refused extends Error {
  readonly refusal: ReturnType<typeof refuse>

  constructor(refusal: ReturnType<typeof refuse>) {
    super(refusal.failure.message)
    this.refusal = refusal
  }
}
