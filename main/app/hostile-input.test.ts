import { ORPCError } from '@orpc/server'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { callLimit, contentLimit, createCallBudget, takesContent } from './call-budget.ts'
import { faultOf, refuseHostileInput, refuseStrangeBody } from './hostile-input.ts'

test('what an honest caller sends passes: plain values, dates, sets and maps, as deep as the contract goes', () => {
  const plain = [
    undefined,
    null,
    '',
    7,
    true,
    { a: [{ b: null }] },
    new Date(0),
    new URL('http://127.0.0.1'),
    new Set(['a']),
    new Map([['a', { b: 1 }]]),
    Object.assign(Object.create(null), { a: 1 }),
    nested(32),
  ]

  expect(plain.map((input) => faultOf(input, 100))).toEqual(plain.map(() => null))
})

test('what is too deep, too large, named as the language names things, or no plain data is refused', () => {
  const own = (name: string) => JSON.parse(`{"a":[{"${name}":{}}]}`)
  class Strange {}

  expect({
    deep: faultOf(nested(33), 100),
    long: faultOf({ a: 'x'.repeat(60), b: ['y'.repeat(41)] }, 100),
    manyParts: faultOf({ a: Array.from({ length: 200_001 }, () => 1) }, 100),
    manyInAll: faultOf([Array(150_000).fill(1), Array(150_000).fill(1)], 100),
    proto: faultOf(own('__proto__'), 100),
    constructor: faultOf(own('constructor'), 100),
    prototype: faultOf(own('prototype'), 100),
    inMap: faultOf(new Map([['a', own('__proto__')]]), 100),
    inSet: faultOf(new Set([own('__proto__')]), 100),
    strange: faultOf({ a: new Strange() }, 100),
    file: faultOf(new Blob(['x']), 100),
    iterator: faultOf((async function* () {})(), 100),
  }).toEqual({
    deep: 'too deep',
    long: 'too large',
    manyParts: 'too large',
    manyInAll: 'too large',
    proto: 'a name of the language',
    constructor: 'a name of the language',
    prototype: 'a name of the language',
    inMap: 'a name of the language',
    inSet: 'a name of the language',
    strange: 'no plain data',
    file: 'no plain data',
    iterator: 'no plain data',
  })
  expect(faultOf({ a: 'x'.repeat(50), b: ['y'.repeat(50)] }, 100)).toBeNull()
})

test('whatever JSON says is judged without a throw, and without a change', () => {
  const found = fc.check(
    fc.property(fc.jsonValue({ maxDepth: 40 }), (value) => {
      const before = JSON.stringify(value)
      faultOf(value, 1_000)
      return JSON.stringify(value) === before
    }),
  )

  expect(found.counterexample).toBeNull()
})

test('a procedure is reached only with what passes, and one that takes a text or a file may be given more', async () => {
  const reached: string[] = []
  const call = async (path: readonly string[], input: unknown) => {
    const next = async () => reached.push(path.join('.'))
    return refuseHostileInput({ path, input, next }).then(
      () => 'reached',
      (error: unknown) => (error instanceof ORPCError ? error.code : 'other'),
    )
  }
  const large = 'x'.repeat(callLimit + 1)

  expect(
    await Promise.all([
      call(['search', 'find'], { query: 'lease' }),
      call(['search', 'find'], { query: large }),
      call(['library', 'addText'], { text: large }),
      call(['library', 'addFile'], { base64: large }),
      call(['search', 'find'], JSON.parse('{"__proto__":1}')),
      call(['search', 'find'], nested(40)),
    ]),
  ).toEqual(['reached', 'PAYLOAD_TOO_LARGE', 'reached', 'reached', 'BAD_REQUEST', 'BAD_REQUEST'])
  expect(reached.toSorted()).toEqual(['library.addFile', 'library.addText', 'search.find'])
  expect(contentLimit).toBeGreaterThan(140_000_000)
  const addresses = ['/library/addFile', '/library/addText', '/dictation/transcribe']
  expect(addresses.map(takesContent)).toEqual([true, true, true])
  expect(['/library/add', 'library.addFile', ''].map(takesContent)).toEqual([false, false, false])
})

test('over HTTP a body is an object or absent; what cannot be read is left to whoever reads it next', async () => {
  const ask = (method: string, body: () => Promise<unknown>) =>
    refuseStrangeBody({ request: { method, body }, next: async () => 'next' }).catch((error: unknown) =>
      error instanceof ORPCError ? error.code : 'other',
    )
  const bodies = [undefined, {}, { a: 1 }, [], 'x', 7, null, new Blob(['x'])]

  expect(await Promise.all(bodies.map((body) => ask('POST', async () => body)))).toEqual([
    ...['next', 'next', 'next'],
    ...Array(5).fill('BAD_REQUEST'),
  ])
  expect(await ask('POST', () => Promise.reject(new SyntaxError('no JSON')))).toBe('next')
  expect(await ask('GET', () => Promise.reject(new Error('must not be read')))).toBe('next')
})

test('a line may make 4,000 calls at once, then 2,000 a second, and what it did not use does not add up', () => {
  let now = 0
  const budget = createCallBudget(() => now)
  const take = (count: number) => Array.from({ length: count }, () => budget.take()).filter(Boolean).length

  const atOnce = take(5_000)
  now += 500
  const half = take(2_000)
  now += 10
  const little = take(100)
  now += 3_600_000
  const rested = take(10_000)

  expect([atOnce, half, little, rested]).toEqual([4_000, 1_000, 20, 4_000])
})

/** An object that holds an object, so many times. */
function nested(times: number): unknown {
  let value: unknown = 1
  for (let at = 0; at < times; at += 1) value = { a: value }
  return value
}
