import { expect, test } from 'vitest'
import { createExactVectors } from './exact-vectors.ts'
import { chooseExpansion } from './expansion.ts'
import { createVectorSource } from './fake.library.ts'

const dimensions = 16

test('the least expansion is taken with which the ten nearest are found', () => {
  const { input, opened } = library((expansion) => (expansion >= 512 ? 0 : 3))

  expect([chooseExpansion(input), opened]).toEqual([{ expansion: 512, recall: 1 }, [256, 384, 512]])
})

test('where none is enough the largest is taken, with what it finds', () => {
  const { input } = library(() => 2)

  expect(chooseExpansion(input)).toEqual({ expansion: 2_048, recall: expect.closeTo(0.8) })
})

test('copies of a text are equally near, and any of them is right', () => {
  const { input, vectors } = library(() => 0)
  const [copy = new Float32Array(dimensions)] = vectors
  const copies = vectors.map(() => copy)
  const others = { ...input, ...storing(copies) }
  const open = () => ({
    size: () => copies.length,
    search: () => Array.from({ length: 10 }, (_, index) => ({ key: copies.length - index, score: 1 })),
  })

  expect(chooseExpansion({ ...others, open })).toEqual({ expansion: 256, recall: 1 })
})

/** An index that leaves out so many of the ten nearest. */
function library(leavesOut: (expansion: number) => number) {
  const next = createVectorSource(dimensions)
  const vectors = Array.from({ length: 300 }, next)
  const exact = createExactVectors(dimensions)
  vectors.forEach((vector, index) => exact.add(index + 1, vector))
  const opened: number[] = []
  const open = (expansion: number) => {
    opened.push(expansion)
    return {
      size: () => vectors.length,
      search: (vector: Float32Array, limit: number) =>
        exact.search(vector, limit).slice(0, limit - leavesOut(expansion)),
    }
  }
  return { vectors, opened, input: { ...storing(vectors), model: 'm', dimensions, open } }
}

function storing(vectors: readonly Float32Array[]) {
  const rows = vectors.map((vector, index) => ({ key: index + 1, vector }))
  return {
    keys: rows.map(({ key }) => key),
    passages: {
      vector: (_: string, key: number) => vectors[key - 1] ?? null,
      vectors: (_: string, after: number, limit: number) => rows.filter(({ key }) => key > after).slice(0, limit),
    },
  }
}
