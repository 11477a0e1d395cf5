import { ORPCError, type ProcedureClientInterceptorOptions } from '@orpc/server'
import { callLimit, contentLimit, takesContent } from './call-budget.ts'

/** What the contract asks for is never deeper, and never of more parts. */
const depthLimit = 32
const partsLimit = 200_000
const forbidden: readonly string[] = ['__proto__', 'constructor', 'prototype']

type CallOptions = Pick<ProcedureClientInterceptorOptions<object, never, never>, 'path' | 'input'>

/** Stands before every procedure, on every way to it: what no honest caller sends never gets as far as being checked or run. */
export async function refuseHostileInput<T>(options: CallOptions & { readonly next: () => Promise<T> }): Promise<T> {
  const limit = takesContent(`/${options.path.join('/')}`) ? contentLimit : callLimit
  const fault = faultOf(options.input, limit)
  if (fault) throw new ORPCError(fault === 'too large' ? 'PAYLOAD_TOO_LARGE' : 'BAD_REQUEST', { message: fault })
  return options.next()
}

interface HttpOptions<T> {
  readonly request: { readonly method: string; readonly body: () => Promise<unknown> }
  readonly next: () => Promise<T>
}

/** Stands before every call over HTTP: a body that is no object would be left out where the address holds all that is needed. */
export async function refuseStrangeBody<T>({ request, next }: HttpOptions<T>): Promise<T> {
  // What cannot be read is refused by whoever reads it next.
  const body = request.method === 'GET' ? undefined : await request.body().catch(() => undefined)
  const isObject = typeof body === 'object' && body !== null && insides(body) !== null && !Array.isArray(body)
  if (body !== undefined && !isObject) throw new ORPCError('BAD_REQUEST', { message: 'the body has to be an object' })
  return next()
}

export type InputFault = 'too large' | 'too deep' | 'a name of the language' | 'no plain data'

/** What is wrong with an input, or null; looks at each part once and never deeper than it says. */
export function faultOf(input: unknown, signsLimit: number): InputFault | null {
  let signs = 0
  let parts = 0
  const rest: { readonly value: unknown; readonly depth: number }[] = [{ value: input, depth: 0 }]
  for (let next = rest.pop(); next; next = rest.pop()) {
    const { value, depth } = next
    parts += 1
    if (typeof value === 'string') signs += value.length
    if (parts > partsLimit || signs > signsLimit) return 'too large'
    if (typeof value !== 'object' || value === null) continue
    if (depth >= depthLimit) return 'too deep'
    const held = insides(value)
    if (!held) return 'no plain data'
    if (held.length > partsLimit) return 'too large'
    for (const [name, inner] of held) {
      if (name !== null && forbidden.includes(name)) return 'a name of the language'
      rest.push({ value: inner, depth: depth + 1 })
    }
  }
  return null
}

/** Null for what the contract never asks for: streams, files, forms. */
function insides(value: object): readonly (readonly [string | null, unknown])[] | null {
  if (Array.isArray(value) || value instanceof Set) return [...value].map((inner) => [null, inner] as const)
  if (value instanceof Map) return [...value].flat().map((inner) => [null, inner] as const)
  if (value instanceof Date || value instanceof URL) return []
  const prototype: unknown = Object.getPrototypeOf(value)
  // What is read from a query string has no prototype, or one that has none.
  const isPlain = prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null
  return isPlain ? Object.entries(value) : null
}
