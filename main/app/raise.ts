import type { Failure } from '#contract/result'

type ErrorConstructors<F extends Failure> = {
  readonly [Code in F['code']]: (options: {
    readonly message: string
    readonly data: Extract<F, Failure<Code>>
  }) => Error
}

/** Turns a domain failure into the contract error of the same code. */
export function raise<F extends Failure>(errors: ErrorConstructors<F>, failure: F): Error {
  // The signature pairs each code with its data; the compiler cannot follow that through an index.
  const construct = errors[failure.code as F['code']] as (options: object) => Error
  return construct({ message: failure.message, data: failure })
}
