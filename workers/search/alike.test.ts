import { expect, test } from 'vitest'
import { createFakeEmbedder } from '#models/embedding/fake.embedder'
import { createLibrary } from './fake.library.ts'
import { createSearch } from './search.ts'
import { openVectors } from './vectors.ts'

test.each([true, false])(
  'more like a passage: other documents on its matter first (with vectors: %s)',
  async (embedded) => {
    const search = await setup(embedded)
    const found = await search.alike({ passageId: '1/1', limit: 2 })

    expect([found?.mode, found?.passages[0]?.title]).toEqual([embedded ? 'fused' : 'words', 'minutes'])
    expect(found?.passages.some(({ documentId }) => documentId === '1')).toBe(false)
    expect(found?.passages[0]?.marks.length).toBeGreaterThan(0)
  },
)

test('a passage that is gone has no likes', async () => {
  expect(await (await setup(false)).alike({ passageId: 'gone', limit: 5 })).toBeNull()
})

async function setup(embedded: boolean) {
  const library = await createLibrary()
  const embedder = createFakeEmbedder()
  const documents = [
    {
      title: 'lease',
      passages: ['The compressor room is let with the workshop.', 'The compressor is drained weekly.'],
    },
    { title: 'letter', passages: ['We thank you for the flowers and the kind words.'] },
    { title: 'minutes', passages: ['The compressor room leaks; the workshop is dry.'] },
    { title: 'menu', passages: ['Soup, bread and cheese are served at noon.'] },
  ]
  for (const document of documents) {
    const keys = library.add(document)
    const vectors = await embedder.embed(document.passages)
    if (embedded)
      library.embed(
        embedder.id,
        keys.map((key, index) => [key, vectors[index] ?? new Float32Array()]),
      )
  }
  const vectors = await openVectors({
    passages: library.passages,
    model: embedder.id,
    dimensions: embedder.dimensions,
    folder: library.indexFolder,
    engine: null,
    build: async () => {},
  })
  return createSearch({
    passages: library.passages,
    meaning: embedded ? { embedder, vectors } : { missing: 'no model' },
  })
}
