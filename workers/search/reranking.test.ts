import { expect, test } from 'vitest'
import { ExplainInput, FindInput } from '#contract/search.contract'
import { createFakeEmbedder } from '#models/embedding/fake.embedder'
import { createFakeReranker } from '#models/reranking/fake.reranker'
import type { Reranker } from '#models/reranking/reranker'
import { RerankerFault } from '#models/reranking/reranker-fault'
import { createLibrary } from './fake.library.ts'
import { createReranking } from './reranking.ts'
import { createSearch } from './search.ts'
import { openVectors } from './vectors.ts'

const rooms = Array.from({ length: 25 }, (_, index) => `The pump of room${index} is checked in spring.`)

test('the best twenty stand in the order of the cross-encoder, the rest behind as before, on one scale of scores', async () => {
  const { find, reranking, bestWords } = await setup()
  const before = await find('pump')
  const wished = [before[19], before[3], before[11]].flatMap((one) => one ?? [])
  const behind = before[20]
  bestWords.splice(0, 3, ...[...wished, behind].map((one) => one?.text.match(/room\d+ /)?.[0] ?? ''))
  reranking.use('/ranked')

  const after = await find('pump')

  expect(ids(after)).toEqual([...ids(wished), ...ids(before.filter((one) => !wished.includes(one)))])
  expect(after.map(({ score }) => score)).toEqual(before.map(({ score }) => score))
})

test('the model is given the question, and each passage with what it stands under', async () => {
  const { find, reranking, asked } = await setup()
  reranking.use('/ranked')

  await find('pump of room7', { limit: 1 })

  expect([asked[0]?.question, asked[0]?.passages.length, asked[0]?.passages[0]]).toEqual([
    'pump of room7',
    20,
    expect.stringMatching(/^house\nThe pump of room\d+ is checked/),
  ])
})

test('it is a step of an explained search, with its own scores', async () => {
  const { search, reranking } = await setup()
  reranking.use('/ranked')

  const { stages, rows } = await search.explain(ExplainInput.parse({ query: 'pump', limit: 3 }))

  expect(stages.slice(-2)).toMatchObject([
    { stage: 'reranked', ranked: 20, milliseconds: expect.any(Number) },
    { stage: 'result' },
  ])
  expect(rows.find(({ ranks }) => ranks.result?.rank === 1)?.ranks.reranked).toEqual({
    rank: 1,
    score: expect.any(Number),
  })
})

test.each([
  ['while typing', { typing: true }],
  ['where it is not wanted', { reread: false }],
  ['by words alone', { mode: 'words' as const }],
  ['by meaning alone', { mode: 'meaning' as const }],
])('nothing is asked of it %s', async (_, input) => {
  const { find, reranking, asked } = await setup()
  reranking.use('/ranked')

  await find('pump', input)

  expect(asked).toEqual([])
})

test('a word that is not finished is read again where that is asked for: the keys rest', async () => {
  const { find, reranking, asked } = await setup()
  reranking.use('/ranked')

  const passages = await find('pum', { typing: true, reread: true })

  expect([passages.length, asked.map(({ question }) => question)]).toEqual([25, ['pum']])
})

test('where it is turned off again nothing is asked of it, it is closed, and health does not name it', async () => {
  const { find, search, reranking, asked, closed } = await setup()
  reranking.use('/ranked')
  await find('pump')
  const on = await search.health()
  reranking.use(null)
  const plain = await find('pump')

  expect([on.reranker, (await search.health()).reranker, asked.length, plain.length]).toEqual([
    { folder: '/ranked', problem: null },
    undefined,
    1,
    25,
  ])
  await expect.poll(() => closed).toEqual(['/ranked'])
})

test('one that fails leaves the order as it was, health says so, and it is tried again after a while', async () => {
  const { find, search, reranking, failures, pass, opened } = await setup()
  const plain = await find('pump')
  reranking.use('/ranked')
  const ranked = await find('pump')
  failures.push(new RerankerFault('failed', 'out of memory'))

  const failed = await find('pump')
  const resting = await find('pump')
  const { reranker } = await search.health()
  pass(31_000)
  const again = await find('pump')

  expect([failed, resting, again].map(ids)).toEqual([plain, plain, ranked].map(ids))
  expect([reranker, (await search.health()).reranker?.problem, opened]).toEqual([
    { folder: '/ranked', problem: { reason: 'failed', message: 'out of memory' } },
    null,
    ['/ranked', '/ranked'],
  ])
})

test('one that cannot be opened leaves the order as it was, and health says why', async () => {
  const { find, search, reranking } = await setup()
  const plain = await find('pump')
  reranking.use('/gone')

  expect(ids(await find('pump'))).toEqual(ids(plain))
  expect((await search.health()).reranker).toEqual({
    folder: '/gone',
    problem: { reason: 'missing', message: '/gone' },
  })
})

test('a question that is called off while its passages are read rejects, and nothing is wrong with the model', async () => {
  const { search, reranking, whileScoring } = await setup()
  reranking.use('/ranked')
  const leaving = new AbortController()
  whileScoring.push(() => leaving.abort(new Error('called off')))

  const finding = search.find(FindInput.parse({ query: 'pump' }), leaving.signal)

  await expect(finding).rejects.toThrow('called off')
  expect((await search.health()).reranker?.problem).toBeNull()
})

async function setup() {
  const library = await createLibrary()
  const embedder = createFakeEmbedder()
  const keys = library.add({ title: 'house', passages: rooms })
  const given = await embedder.embed(rooms)
  library.embed(
    embedder.id,
    keys.map((key, index) => [key, given[index] ?? new Float32Array()]),
  )
  const vectors = await openVectors({
    passages: library.passages,
    model: embedder.id,
    dimensions: embedder.dimensions,
    folder: library.indexFolder,
    engine: null,
    build: async () => {},
  })
  let now = 0
  const asked: { readonly question: string; readonly passages: readonly string[] }[] = []
  const bestWords = ['room7 ', 'room3 ', 'room11 ']
  const [opened, closed, failures, whileScoring]: [string[], string[], Error[], (() => void)[]] = [[], [], [], []]
  const reranking = createReranking({
    clock: () => now,
    open: async (folder) => {
      opened.push(folder)
      if (folder === '/gone') throw new RerankerFault('missing', folder)
      return recording(createFakeReranker(bestWords), folder)
    },
  })
  const search = createSearch({ passages: library.passages, meaning: { embedder, vectors }, reranking })
  const find = async (query: string, input: Partial<FindInput> = {}) =>
    (await search.find(FindInput.parse({ query, limit: 25, ...input }))).passages
  const pass = (by: number) => (now += by)
  return { search, find, reranking, asked, opened, closed, failures, whileScoring, bestWords, pass }

  function recording(reranker: Reranker, folder: string): Reranker {
    return {
      ...reranker,
      close: async () => void closed.push(folder),
      scores: async (question, passages, signal) => {
        asked.push({ question, passages })
        whileScoring.shift()?.()
        const failure = failures.shift()
        if (failure) throw failure
        return reranker.scores(question, passages, signal)
      },
    }
  }
}

function ids(passages: readonly { readonly id: string }[]): string[] {
  return passages.map(({ id }) => id)
}
