import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createExactVectors } from './exact-vectors.ts'
import { createVectorSource } from './fake.library.ts'
import { loadHnswlibEngine } from './hnswlib.engine.ts'
import { usearchEngine } from './usearch.engine.ts'

const hnswlib = await loadHnswlibEngine()
const engines = 'missing' in hnswlib ? [usearchEngine] : [usearchEngine, hnswlib]
const dimensions = 32

describe.each(engines)('$name', (engine) => {
  test('finds what exact search finds, nearest first, with cosines as scores', () => {
    const { growing, exact, next } = filled(2_000)
    const questions = Array.from({ length: 50 }, next)

    const recalls = questions.map((question) => {
      const right = new Set(exact.search(question, 10).map(({ key }) => key))
      return growing.search(question, 10).filter(({ key }) => right.has(key)).length / 10
    })
    const [question = next()] = questions
    const [nearest] = growing.search(question, 10)

    expect(recalls.reduce((sum, recall) => sum + recall, 0) / recalls.length).toBeGreaterThan(0.98)
    expect(nearest?.score).toBeCloseTo(exact.search(question, 1)[0]?.score ?? 0, 2)
    const scores = growing.search(question, 10).map(({ score }) => score)
    expect(scores).toEqual(scores.toSorted((a, b) => b - a))
  })

  test('an index that was saved and opened answers as it did', () => {
    const { growing, next, path } = filled(500)
    const question = next()
    growing.save(path)

    const opened = engine.open(path, dimensions)

    expect([opened.size(), keys(opened.search(question, 10))]).toEqual([500, keys(growing.search(question, 10))])
  })

  test('a saved index can be extended', () => {
    const { growing, next, path } = filled(500)
    growing.save(path)
    const added = next()

    const extended = engine.extend(path, dimensions, 501)
    extended.add(9_999, added)

    expect([extended.size(), keys(extended.search(added, 1))]).toEqual([501, [9_999]])
  })

  test('an empty index finds nothing, and a small one no more than it holds', () => {
    const next = createVectorSource(dimensions)
    const index = engine.create(dimensions, 2)
    const before = index.search(next(), 10)
    index.add(7, next())

    expect([before, keys(index.search(next(), 10))]).toEqual([[], [7]])
  })

  function filled(count: number) {
    const next = createVectorSource(dimensions)
    const growing = engine.create(dimensions, count)
    const exact = createExactVectors(dimensions)
    for (let key = 1; key <= count; key++) {
      const vector = next()
      growing.add(key, vector)
      exact.add(key, vector)
    }
    return { growing, exact, next, path: join(mkdtempSync(join(tmpdir(), 'alcove-index-')), 'saved.index') }
  }
})

test('without a compiled hnswlib-node the reason is said', () => {
  expect('missing' in hnswlib ? hnswlib.missing : 'hnswlib').toMatch(/not compiled on this machine|^hnswlib$/)
})

function keys(found: readonly { readonly key: number }[]) {
  return found.map(({ key }) => key)
}
