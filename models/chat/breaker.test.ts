import { expect, test } from 'vitest'
import { createBreaker } from './breaker.ts'

test('after three failures in a row nobody is let through, then one, whose end decides', () => {
  let now = 0
  const breaker = createBreaker({ failures: 3, rest: 1_000, clock: () => now })
  for (let time = 0; time < 3; time += 1) {
    expect(breaker.wait()).toBe(0)
    breaker.failed()
  }
  expect(breaker.wait()).toBe(1_000)
  now = 400
  expect(breaker.wait()).toBe(600)

  now = 1_000
  expect([breaker.wait(), breaker.wait()]).toEqual([0, 1_000])
  breaker.failed()
  expect(breaker.wait()).toBe(1_000)
  now = 2_000
  expect(breaker.wait()).toBe(0)
  breaker.succeeded()
  expect([breaker.wait(), breaker.wait()]).toEqual([0, 0])
})

test('failures that are not in a row open nothing', () => {
  const breaker = createBreaker({ failures: 2, rest: 1_000, clock: () => 0 })
  breaker.failed()
  breaker.succeeded()
  breaker.failed()

  expect(breaker.wait()).toBe(0)
})
