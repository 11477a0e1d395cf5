import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ReducedError, reduceError, withoutContents } from './reduced-error.ts'

test('an error keeps its name, its code and its places in the program, and loses its words', () => {
  const error = Object.assign(new TypeError('The lease of Quay Lane 8 ends'), { code: 'ENOSPC' })

  const reduced = reduceError(error)

  expect(reduced).toMatchObject({ name: 'TypeError', code: 'ENOSPC' })
  expect(reduced.stack[0]).toMatch(/^@contract\/reduced-error\.test\.ts:\d+$/)
  expect(JSON.stringify(reduced)).not.toContain('lease')
  expect(ReducedError.parse(reduced)).toEqual(reduced)
})

test('only an error whose class says so keeps its message', () => {
  class Counted extends Error {
    readonly [withoutContents] = true
  }

  expect(reduceError(new Counted('ended with 3')).message).toBe('ended with 3')
})

test('what an error was caused by is reduced with it, three deep', () => {
  const chain = [1, 2, 3, 4, 5].reduce<Error | undefined>((cause, n) => new Error(`secret ${n}`, { cause }), undefined)

  const text = JSON.stringify(reduceError(chain))

  expect(text.split('"cause"').length - 1).toBe(3)
  expect(text).not.toContain('secret')
})

test('a message that looks like a stack says nothing', () => {
  const error = new Error('first\n    at Quay (/main/Lease.ts:1:2)\n    at secret@/main/secret.ts:3:4')

  expect(JSON.stringify(reduceError(error))).not.toMatch(/Quay|Lease|secret/)
})

test('frames of files outside the program are dropped', () => {
  const error = new Error('x')
  error.stack = 'Error: x\n    at go (/home/anna/Divorce/plan.ts:1:2)\n    at step (/opt/alcove/main/app/hold.ts:30:5)'

  expect(reduceError(error).stack).toEqual(['step@main/app/hold.ts:30'])
})

test('no thrown thing breaks it or gets through', () => {
  fc.assert(
    fc.property(fc.anything(), fc.string({ minLength: 6 }), (thrown, words) => {
      const error = new Error(words)
      error.stack = `Error: other ${words}\n${words}\n    at ${words} (${words}:1:2)`
      for (const one of [thrown, error]) expect(ReducedError.safeParse(reduceError(one)).success).toBe(true)
    }),
  )
})
