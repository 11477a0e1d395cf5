import { expect, test } from 'vitest'
import type { KeptSpan, Trace } from '#contract/inside.contract'
import { durationInWords, stepsOf } from './waterfall.ts'

test('steps stand under what they are a part of, in the order in which they began, with their share of the whole', () => {
  const trace = traceOf([
    span({ id: 'a', name: 'ask', milliseconds: 100 }),
    span({ id: 'c', parent: 'a', name: 'save', at: 1_090, milliseconds: 10 }),
    span({ id: 'b', parent: 'a', name: 'search', at: 1_000, milliseconds: 50 }),
    span({ id: 'd', parent: 'b', name: 'find', process: 'search', at: 1_010, milliseconds: 25 }),
  ])

  expect(stepsOf(trace).map(({ words, depth, left, width }) => [words, depth, left, width])).toEqual([
    ['Answer a question', 0, 0, 1],
    ['Search', 1, 0, 0.5],
    ['Find passages', 2, 0.1, 0.25],
    ['Save', 1, 0.9, expect.closeTo(0.1)],
  ])
})

test('a step whose surrounding one is not known, and one that took no time, are shown all the same', () => {
  const steps = stepsOf(
    traceOf([span({ id: 'a', milliseconds: 10 }), span({ id: 'b', parent: 'gone', at: 1_010, milliseconds: 0 })]),
  )

  expect(steps.map(({ depth, left, width }) => [depth, left + width <= 1, width > 0])).toEqual([
    [0, true, true],
    [0, true, true],
  ])
})

test('durations are told in what fits them', () => {
  expect([0.42, 12.4, 3_210].map(durationInWords)).toEqual(['0.4 ms', '12 ms', '3.2 s'])
})

function span(more: Partial<KeptSpan>): KeptSpan {
  return {
    trace: 'f'.repeat(32),
    id: 'a',
    parent: null,
    name: 'ask',
    process: 'main',
    at: 1_000,
    milliseconds: 1,
    failed: false,
    facts: {},
    ...more,
  }
}

function traceOf(spans: readonly KeptSpan[]): Trace {
  const [{ name, at, milliseconds } = span({})] = spans
  return { id: 'f'.repeat(32), name, at, milliseconds, failed: false, spans: [...spans] }
}
