import { expect, test } from 'vitest'
import { FindInput } from '#contract/search.contract'
import { createFakeEmbedder } from '#models/embedding/fake.embedder'
import { createLibrary, type DocumentToAdd } from './fake.library.ts'
import { createSearch } from './search.ts'
import { openVectors } from './vectors.ts'

const handbook: readonly DocumentToAdd[] = [
  {
    title: 'travel',
    passages: ['Travel costs are refunded within thirty days.', 'The meal allowance is 28 euros a day.'],
  },
  {
    title: 'leave',
    passages: ['Everybody has thirty days of leave.'],
    type: 'markdown',
    sourceId: 's2',
    modifiedAt: 5,
  },
  { title: '北京', passages: ['北京大学成立于一八九八年。'], modifiedAt: 9 },
]

test('a word is found in any of its forms, with its place in the text', async () => {
  const { find } = await setup(handbook)

  const { passages, searched } = await find('refunding of travels', { limit: 1 })

  expect(
    passages.map(({ id, marks, text, relevant }) => [
      id,
      marks.map(({ start, end }) => text.slice(start, end)),
      relevant,
    ]),
  ).toEqual([['1/1', ['Travel', 'refunded'], true]])
  expect(searched).toEqual({ documents: 3, passages: 4 })
})

test('quoted words must stand side by side, words after a minus must not occur', async () => {
  const { find } = await setup(handbook)

  expect(
    [
      await find('"thirty days"'),
      await find('thirty -leave'),
      await find('"days thirty" leave euros', { limit: 2 }),
    ].map(ids),
  ).toEqual([['2/1', '1/1'], ['1/1'], ['2/1', '1/2']])
})

test('Chinese is found by a part of a run and marked as one stretch', async () => {
  const { find } = await setup(handbook)

  const [passage] = (await find('北京大学')).passages

  expect([passage?.id, passage?.marks]).toEqual(['3/1', [{ start: 0, end: 4 }]])
})

test('while typing the beginning of a word is enough', async () => {
  const { find } = await setup(handbook)

  expect(ids(await find('allowa', { typing: true }))).toEqual(['1/2'])
  expect(ids(await find('allowa'))).toEqual([])
})

test('tags and collections narrow a search, in any case of the letters and without what was taken away', async () => {
  const { find, library } = await setup(handbook)
  library.run(`INSERT INTO document_tags (document_id, tag, created_at, updated_at, deleted_at) VALUES
      ('1', 'Ärger', 0, 0, NULL), ('2', 'Ärger', 0, 0, 1), ('2', 'x', 0, 0, NULL);
    INSERT INTO collections (id, name, created_at, updated_at, deleted_at) VALUES ('c', 'C', 0, 0, NULL), ('gone', 'G', 0, 0, 1);
    INSERT INTO collection_sources (collection_id, source_id, created_at, updated_at, deleted_at) VALUES
      ('c', 's2', 0, 0, NULL), ('c', 's1', 0, 0, 1), ('gone', 's1', 0, 0, NULL)`)
  const documents = async (filters: FindInput['filters']) => {
    const { passages } = await find('thirty days', { filters, by: 'document' })
    return passages.map(({ documentId }) => documentId).toSorted()
  }

  expect([
    await documents({ tags: ['äRGER'] }),
    await documents({ tags: ['ärger', 'x'] }),
    await documents({ collectionIds: ['c'] }),
    await documents({ collectionIds: ['gone'] }),
    await documents({ tags: ['x'], collectionIds: ['c'], types: ['text'] }),
  ]).toEqual([['1'], ['1', '2'], ['2'], [], []])
})

test('filters keep out everything else, by words and by meaning', async () => {
  const { find } = await setup(handbook, { embedded: true })
  const wanted = [
    { sourceIds: ['s2'] },
    { types: ['markdown' as const] },
    { documentIds: ['1'] },
    { modifiedAfter: 6 },
    { modifiedBefore: 1 },
  ]
  const found = async (mode: 'words' | 'meaning') =>
    Promise.all(
      wanted.map(async (filters) => ids(await find('thirty leave refunded 北京', { filters, mode })).toSorted()),
    )

  expect(await found('words')).toEqual([['2/1'], ['2/1'], ['1/1'], ['3/1'], ['1/1']])
  expect(await found('meaning')).toEqual([['2/1'], ['2/1'], ['1/1', '1/2'], ['3/1'], ['1/1', '1/2']])
})

test('by document, each document is there once with its best passage', async () => {
  const { find } = await setup([
    { title: 'a', passages: ['days and days', 'days'] },
    { title: 'b', passages: ['many days ago'] },
  ])

  expect(
    ids(await find('days', { by: 'document' }))
      .map((id) => id.split('/')[0])
      .toSorted(),
  ).toEqual(['1', '2'])
})

test('without vectors or without a model the words answer, and say so', async () => {
  const { find } = await setup(handbook)
  const without = createSearch({ passages: (await setup(handbook)).library.passages, meaning: { missing: 'no model' } })

  expect((await find('leave', { mode: 'fused' })).mode).toBe('words')
  expect((await without.find(FindInput.parse({ query: 'leave' }))).mode).toBe('words')
  expect(await without.health()).toEqual({ state: 'words-only', detail: 'no model', vectors: 0, engine: 'none' })
})

test('documents that vanished are not found', async () => {
  const { find, library } = await setup(handbook)
  library.run("UPDATE documents SET deleted_at = 1 WHERE id = '2'")

  expect(ids(await find('thirty leave'))).toEqual(['1/1'])
})

test('what has nothing to do with the question is not relevant, an exact word always is', async () => {
  const { find } = await setup(handbook, { embedded: true })

  const strange = await find('Which composer wrote operas about seafaring dwarfs of Bohemia?')
  const exact = await find('allowance')

  expect(strange.passages.filter(({ relevant }) => relevant)).toEqual([])
  expect(exact.passages.find(({ relevant }) => relevant)?.id).toBe('1/2')
})

test('facets count what each value would leave', async () => {
  const { search } = await setup(handbook)

  expect(await search.facets(FindInput.parse({ query: 'thirty leave', filters: { types: ['text'] } }))).toMatchObject({
    types: [
      { type: 'markdown', count: 1 },
      { type: 'text', count: 1 },
    ],
    sources: [{ sourceId: 's1', count: 1 }],
  })
})

test('evidence is the sentence that says it, with the words that carry it', async () => {
  const { search } = await setup(
    [
      {
        title: 'travel',
        passages: ['Trips are planned early. The meal allowance is 28 euros a day, e.g. on trips. Ask Dr. Miller.'],
      },
    ],
    { embedded: true },
  )

  const [best] = await search.evidence({ claim: 'How high is the meal allowance a day?', passageIds: ['1/1'] })
  const text = 'Trips are planned early. The meal allowance is 28 euros a day, e.g. on trips. Ask Dr. Miller.'

  expect(text.slice(best?.sentence.start, best?.sentence.end)).toBe(
    'The meal allowance is 28 euros a day, e.g. on trips.',
  )
  expect(best?.marks.map(({ start, end }) => text.slice(start, end))).toEqual(['meal allowance', 'day'])
})

test('a search that is no longer wanted ends', async () => {
  const { search } = await setup(handbook, { embedded: true })

  await expect(
    search.find(FindInput.parse({ query: 'leave' }), AbortSignal.abort(new Error('typed on'))),
  ).rejects.toThrow('typed on')
})

test('new passages and vectors are found after a refresh', async () => {
  const { find, library, search, embedder } = await setup(handbook, { embedded: true })
  const [key = 0] = library.add({ title: 'new', passages: ['Bicycles are leased.'] })
  const [vector = new Float32Array()] = await embedder.embed(['Bicycles are leased.'])
  library.embed(embedder.id, [[key, vector]])

  expect([await search.refresh(), ids(await find('bicycle leased', { mode: 'meaning', limit: 1 }))]).toEqual([
    { vectors: 5 },
    ['4/1'],
  ])
})

test('in a large library a few letters find documents by their title, and beside other words only sort', async () => {
  const { library, search } = await setup(handbook)
  const { counts } = library.passages
  library.passages.counts = () => ({ ...counts(), passages: 50_000 })
  const typed = (query: string) => search.find(FindInput.parse({ query, typing: true }))

  expect([ids(await typed('tra')), ids(await typed('zz')), ids(await typed('trav'))[0]]).toEqual([['1/1'], [], '1/1'])
  expect(ids(await typed('days le'))[0]).toBe('2/1')
  expect(ids(await typed('days ref'))[0]).toBe('1/1')
})

test('of searches that pile up only the last one is worked on', async () => {
  const { library, search } = await setup(handbook)
  let ranked = 0
  const { matching } = library.passages
  library.passages.matching = (...asked) => {
    ranked += 1
    return matching(...asked)
  }
  const stops = Array.from({ length: 8 }, () => new AbortController())
  const searches = stops.map(({ signal }, key) =>
    search.find(FindInput.parse({ query: 'thirty days'.slice(0, key + 3), typing: true }), signal),
  )
  for (const stop of stops.slice(0, -1)) stop.abort()

  const outcomes = await Promise.allSettled(searches)

  expect([outcomes.filter(({ status }) => status === 'rejected').length, ranked]).toEqual([7, 1])
})

async function setup(documents: readonly DocumentToAdd[], { embedded = false } = {}) {
  const library = await createLibrary()
  const embedder = createFakeEmbedder()
  for (const document of documents) {
    const keys = library.add(document)
    const vectors = await embedder.embed(document.passages)
    if (embedded)
      library.embed(
        embedder.id,
        keys.map((key, index) => [key, vectors[index] ?? new Float32Array()]),
      )
  }
  const { id: model, dimensions } = embedder
  const vectors = await openVectors({
    passages: library.passages,
    model,
    dimensions,
    folder: library.indexFolder,
    engine: null,
    build: async () => {},
  })
  const search = createSearch({ passages: library.passages, meaning: { embedder, vectors } })
  const find = (query: string, more: Partial<FindInput> = {}) => search.find(FindInput.parse({ query, ...more }))
  return { library, search, find, embedder }
}

function ids({ passages }: { readonly passages: readonly { readonly id: string }[] }) {
  return passages.map(({ id }) => id)
}
