import type { AnyContractProcedure } from '@orpc/contract'
import { type AnyRouter, implement } from '@orpc/server'
import { z } from 'zod'
import { contract } from '#contract/index'

export interface NamedProcedure {
  /** As in `library.add`. */
  readonly name: string
  readonly procedure: AnyContractProcedure
  readonly input: JsonSchema | null
}

export interface JsonSchema {
  readonly type?: string
  readonly properties?: Readonly<Record<string, JsonSchema>>
}

/** Every procedure of the contract, so that a new one is tried without a word. */
export function everyProcedure(part: object = contract, at = ''): NamedProcedure[] {
  return Object.entries(part).flatMap(([key, inner]: [string, object]) => {
    const name = at ? `${at}.${key}` : key
    if (!('~orpc' in inner)) return everyProcedure(inner, name)
    const procedure = inner as AnyContractProcedure
    const schema = procedure['~orpc'].inputSchema as z.ZodType | undefined
    const input = schema ? (z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema) : null
    return [{ name, procedure, input }]
  })
}

/** The whole contract, where each procedure does nothing but count how often it was reached. */
export function createCountingRouter() {
  const reached: Record<string, number> = {}
  const router = counting(contract, '')
  return { router: router as AnyRouter, reached, total: () => Object.values(reached).reduce((a, b) => a + b, 0) }

  function counting(part: object, at: string): object {
    return Object.fromEntries(
      Object.entries(part).map(([key, inner]: [string, object]) => {
        const name = at ? `${at}.${key}` : key
        if (!('~orpc' in inner)) return [key, counting(inner, name)]
        const handle = async () => {
          reached[name] = (reached[name] ?? 0) + 1
          return name === 'system.version' ? { version: '0.1.0', node: 'v24', platform: 'test' } : undefined
        }
        return [key, implement(inner as AnyContractProcedure).handler(handle as never)]
      }),
    )
  }
}
