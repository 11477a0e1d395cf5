import { expect, test } from 'vitest'
import { pairedBootstrap } from './bootstrap.ts'
import { ndcgAt10, recallAt, reciprocalRank } from './measures.ts'
import { ownSet, readSet } from './sets.ts'

test('nDCG is 1 for the best order, falls with the rank, and knows grades', () => {
  const relevant = { a: 3, b: 1 }

  expect(ndcgAt10(['a', 'b', 'c'], relevant)).toBe(1)
  expect(ndcgAt10(['b', 'a'], relevant)).toBeCloseTo((1 + 7 / Math.log2(3)) / (7 + 1 / Math.log2(3)))
  expect(ndcgAt10(['c'], relevant)).toBe(0)
})

test('recall and reciprocal rank count to their depth', () => {
  const found = ['x', 'a', ...Array.from({ length: 20 }, (_, index) => `n${index}`), 'b']

  expect([recallAt(10, found, { a: 1, b: 1 }), recallAt(100, found, { a: 1, b: 1 })]).toEqual([0.5, 1])
  expect([reciprocalRank(found, { a: 1 }), reciprocalRank(found, { z: 1 })]).toEqual([0.5, 0])
})

test('the bootstrap tells a real difference from chance', () => {
  const before = Array.from({ length: 200 }, (_, index) => (index % 10) / 10)
  const better = pairedBootstrap(
    before,
    before.map((value, index) => value + (index % 3 === 0 ? 0.2 : 0.05)),
  )
  const noise = pairedBootstrap(
    before,
    before.map((value, index) => value + (index % 2 === 0 ? 0.1 : -0.1)),
  )

  expect(better.low).toBeGreaterThan(0)
  expect(better.p).toBeLessThan(0.01)
  expect(noise.low).toBeLessThan(0)
  expect(noise.high).toBeGreaterThan(0)
  expect(noise.p).toBeGreaterThan(0.1)
  expect(pairedBootstrap(before, before)).toEqual({ difference: 0, low: 0, high: 0, p: 1 })
})

test('our own questions are many, of every kind, and each has its answer or none', async () => {
  const { questions } = await readSet(ownSet)
  const kinds = new Set(questions.map(({ kind }) => kind))

  expect(questions.length).toBeGreaterThanOrEqual(150)
  expect([...kinds].toSorted()).toEqual([
    'identifier',
    'language',
    'name',
    'none',
    'number',
    'paraphrase',
    'plain',
    'typo',
  ])
  expect(new Set(questions.map(({ query }) => query)).size).toBe(questions.length)
  for (const { kind, relevant } of questions) expect(Object.keys(relevant).length > 0).toBe(kind !== 'none')
})
