import { expect, test } from 'vitest'
import { ExplainInput, FindInput } from '#contract/search.contract'
import { createFakeEmbedder } from '#models/embedding/fake.embedder'
import { createLibrary } from './fake.library.ts'
import { createSearch } from './search.ts'
import { openVectors } from './vectors.ts'

test('a search is explained: what words count, what each stage ranked, where each passage stood', async () => {
  const search = await setup()
  const { found, terms, stages, rows, embedder } = await search.explain(
    ExplainInput.parse({ query: 'where is the "pump house" -draft', limit: 3 }),
  )
  const plain = await search.find(FindInput.parse({ query: 'where is the "pump house" -draft', limit: 3 }))

  expect(found.passages).toEqual(plain.passages)
  expect(terms.map(({ words, kind, passages }) => [words, kind, passages])).toEqual([
    ['where', 'word', 0],
    ['is', 'word', 2],
    ['the', 'word', 4],
    ['pump house', 'phrase', 2],
    ['draft', 'excluded', 1],
  ])
  expect(terms.find(({ words }) => words === 'pump house')?.weight).toBeGreaterThan(
    terms.find(({ words }) => words === 'the')?.weight ?? 1,
  )
  expect(stages.map(({ stage }) => stage)).toEqual([
    'words',
    'meaning',
    'fused',
    'words-again',
    'meaning-again',
    'result',
  ])
  expect(rows[0]).toMatchObject({
    passage: { id: plain.passages[0]?.id },
    covered: expect.any(Number),
    cosine: expect.any(Number),
    ranks: { words: { rank: 1 }, result: { rank: 1 } },
  })
  expect(embedder?.understands).toBeGreaterThan(0.5)
})

test('by words alone there is one stage, and no cosine', async () => {
  const search = await setup()
  const { stages, rows, embedder } = await search.explain(ExplainInput.parse({ query: 'pump', mode: 'words' }))

  expect([stages.map(({ stage }) => stage), rows.map(({ cosine }) => cosine), embedder]).toEqual([
    ['words', 'result'],
    [null, null],
    null,
  ])
})

async function setup() {
  const library = await createLibrary()
  const embedder = createFakeEmbedder()
  const documents = [
    { title: 'site', passages: ['The pump house stands by the mill.', 'The mill is closed for the winter.'] },
    { title: 'draft', passages: ['A draft of the pump house is in the drawer.'] },
    { title: 'minutes', passages: ['The roof of the hall leaks.'] },
  ]
  for (const document of documents) {
    const keys = library.add(document)
    const vectors = await embedder.embed(document.passages)
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
  return createSearch({ passages: library.passages, meaning: { embedder, vectors } })
}
