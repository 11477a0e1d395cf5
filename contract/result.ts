/** A failure the caller is expected to handle. Plain data, so it survives `postMessage`. `message` is for logs. */
export interface Failure<Code extends string = string> {
  readonly code: Code
  readonly message: string
}

/** Outcome of an operation that can fail in ways its caller must handle. Bugs still throw. */
export type Result<T, F extends Failure> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: F }

/** A success. */
export function ok<T>(value: T) {
  return { ok: true, value } as const
}

/** A failure, with its `code` kept as a literal type. */
export function fail<const F extends Failure>(failure: F) {
  return { ok: false, failure } as const
}
