import { expect, test } from 'vitest'
import { createCounts } from './counts.ts'

test('while a library grows a little, a common word is not counted again; a rare one is', () => {
  const { library, counts, asked } = setup({ passages: 100_000, of: { the: 90_000, gasket: 3 } })
  const { frequency } = counts.weighing()
  expect([frequency('the'), frequency('gasket')]).toEqual([90_000, 3])

  library.write({ passages: 100_100, of: { the: 90_090, gasket: 4 } })
  const later = counts.weighing()

  expect(later.passages).toBe(100_100)
  expect([later.frequency('the'), later.frequency('gasket')]).toEqual([90_000, 4])
  expect(asked()).toEqual(['the', 'gasket', 'gasket'])
})

test('a library that grew by more than a twentieth is counted anew', () => {
  const { library, counts } = setup({ passages: 100_000, of: { the: 90_000 } })
  counts.weighing().frequency('the')

  library.write({ passages: 106_000, of: { the: 96_000 } })

  expect(counts.weighing().frequency('the')).toBe(96_000)
})

test('as long as nobody writes, no word is counted twice', () => {
  const { counts, asked } = setup({ passages: 10, of: { gasket: 1 } })

  for (let time = 0; time < 3; time += 1) counts.weighing().frequency('gasket')

  expect(asked()).toEqual(['gasket'])
})

function setup(first: { readonly passages: number; readonly of: Readonly<Record<string, number>> }) {
  let now = { ...first, version: 1 }
  const asked: string[] = []
  const counts = createCounts({
    version: () => now.version,
    counts: () => ({ documents: 1, passages: now.passages, vanished: 0 }),
    frequency: (term) => {
      asked.push(term)
      return now.of[term] ?? 0
    },
  })
  return {
    counts,
    asked: () => asked,
    library: { write: (next: typeof first) => (now = { ...next, version: now.version + 1 }) },
  }
}
