import { expect, test } from 'vitest'
import { createLibrary } from './fake.library.ts'
import { expansionOf, movedTowards, patternsOf } from './feedback.ts'
import { parseQuery } from './query.ts'

test('words that the first results share and the question does not name are looked for, too', async () => {
  const { passages, add, close } = await createLibrary()
  const keys = [
    'The pump leaks at the gasket.',
    'A gasket of rubber seals the pump.',
    'The pump was painted red in May.',
  ].flatMap((text, index) => add({ title: `Note ${index}`, passages: [text] }))
  const patterns = patternsOf(
    keys.map((key, rank) => ({ key, score: 2 - rank / 10 })),
    passages.load,
  )

  const expansion = expansionOf(patterns, parseQuery('pump'), { passages: 100, frequency: passages.frequency })

  expect(expansion?.split(' OR ').toSorted()).toEqual(['"gasket"', '"the"'])
  close()
})

test('the vector moves towards the first results, the best most, and keeps its length', async () => {
  const { passages, add, close } = await createLibrary()
  const keys = ['one', 'two'].flatMap((text) => add({ title: text, passages: [text] }))
  const patterns = patternsOf(
    keys.map((key, rank) => ({ key, score: 1 / (rank + 1) })),
    passages.load,
  )
  const axes = new Map(
    keys.map((key, axis) => [key, Float32Array.from({ length: 3 }, (_, at) => (at === axis ? 1 : 0))]),
  )

  const moved = movedTowards(Float32Array.of(0, 0, 1), patterns, {
    share: 0.5,
    vectorOf: (key) => axes.get(key) ?? null,
  })

  expect(Math.hypot(...moved)).toBeCloseTo(1)
  expect((moved[0] ?? 0) / (moved[1] ?? 1)).toBeCloseTo(8)
  expect((moved[0] ?? 0) / (moved[2] ?? 1)).toBeCloseTo(0.5 * (8 / 9))
  close()
})

test('where nothing was found there is no pattern', () => {
  expect(patternsOf([], () => [])).toEqual([])
})
