import { expect, test } from 'vitest'
import { FindInput } from '#contract/search.contract'
import { createFakeEmbedder } from '#models/embedding/fake.embedder'
import { createLibrary } from './fake.library.ts'
import { preferNewer } from './order.ts'
import { createSearch } from './search.ts'
import { openVectors } from './vectors.ts'

const year = 365.25 * 86_400_000

test('by date: what fits, the newest or the oldest first; what does not fit is left out', async () => {
  const { find } = await setup()

  expect(await find({ order: 'newest' })).toEqual(['new', 'middle', 'old'])
  expect(await find({ order: 'oldest' })).toEqual(['old', 'middle', 'new'])
  expect(await find({ order: 'oldest', limit: 1 })).toEqual(['old'])
})

test('a list without words goes by date, too', async () => {
  const { find } = await setup()

  expect(await find({ query: 'type:text', order: 'oldest', limit: 2 })).toEqual(['old', 'other'])
  expect(await find({ query: 'type:text', limit: 1 })).toEqual(['new'])
})

test('who prefers newer documents has the newer one first where both fit about as well, and not else', async () => {
  const { find } = await setup()

  expect((await find({}))[0]).toBe('old')
  expect((await find({ recency: 0.4 }))[0]).toBe('new')
  // Nothing newer has the other word.
  expect((await find({ query: 'gasket', recency: 0.4 }))[0]).toBe('old')
})

test('the share of a score that age takes is halved with every year', () => {
  const now = 10 * year
  const ranked = [0, 1, 2].map((key) => ({ key, score: 1 }))
  const writtenAt = () => new Map([0, 1, 2].map((years) => [years, now - years * year]))

  const preferred = preferNewer(ranked, { recency: 0.5, now, writtenAt })

  expect(preferred).toEqual([
    { key: 0, score: 1 },
    { key: 1, score: 0.75 },
    { key: 2, score: 0.625 },
  ])
})

async function setup() {
  const library = await createLibrary()
  const now = Date.now()
  library.add({ title: 'old', passages: ['The pump has a gasket. Oil the pump weekly.'], modifiedAt: now - 9 * year })
  library.add({
    title: 'middle',
    passages: ['The pump was moved to the cellar in spring.'],
    modifiedAt: now - 3 * year,
  })
  library.add({ title: 'new', passages: ['The pump in the cellar is oiled monthly now.'], modifiedAt: now })
  library.add({ title: 'other', passages: ['Bread needs flour, water and salt.'], modifiedAt: now - year * 4 })
  const embedder = createFakeEmbedder()
  const vectors = await openVectors({
    passages: library.passages,
    model: embedder.id,
    dimensions: embedder.dimensions,
    folder: library.indexFolder,
    engine: null,
    build: async () => {},
  })
  const search = createSearch({ passages: library.passages, meaning: { embedder, vectors } })
  return {
    find: async (input: Partial<FindInput>) =>
      (await search.find(FindInput.parse({ query: 'pump oil', ...input }))).passages.map(({ title }) => title),
  }
}
