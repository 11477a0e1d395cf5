import { expect, test } from 'vitest'
import { contrastOf } from './contrast.ts'
import { createVectorSource } from './fake.library.ts'

test('of a model that puts all texts close together, strangers are as far apart as with the shipped one, and equals stay equal', () => {
  const next = createVectorSource(64)
  const shared = next()
  const sample = Array.from({ length: 40 }, () => {
    const own = next()
    const mixed = own.map((value, index) => value + 2 * (shared[index] ?? 0))
    const length = Math.hypot(...mixed)
    return mixed.map((value) => value / length)
  })

  const contrast = contrastOf(sample)

  const [strangers = 1, half = 0] = [0.8, 0.9].map(contrast)
  expect([strangers < 0.2, half > 0.35 && half < 0.65, Number(contrast(1).toFixed(6))]).toEqual([true, true, 1])
})

test('too few vectors to tell from leave cosines as they are', () => {
  expect(contrastOf([Float32Array.of(1, 0)])(0.7)).toBe(0.7)
})
