import { expect, test } from 'vitest'
import { createFakeEmbedder } from './fake.embedder.ts'

test('the fake gives equal texts equal unit vectors and puts texts with common words closer', async () => {
  const embedder = createFakeEmbedder()
  const [cat, same, similar, other] = await embedder.embed(['the black cat', 'the black cat', 'a black cat', 'tax'])

  expect({
    equal: cat,
    length: Number(Math.hypot(...(cat ?? [])).toFixed(6)),
    closer: dot(cat, similar) > dot(cat, other),
  }).toEqual({ equal: same, length: 1, closer: true })
})

function dot(a: Float32Array = new Float32Array(), b: Float32Array = new Float32Array()): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0)
}
