import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { EmbedderSpec } from '#contract/embedding-models.contract'
import { FindInput } from '#contract/search.contract'
import { EmbedderFault } from '#models/embedding/embedder-fault'
import { createFakeEmbedder } from '#models/embedding/fake.embedder'
import { createLibrary } from './fake.library.ts'
import { createMeanings } from './meanings.ts'
import { createSearch } from './search.ts'
import { startBuild } from './start-build.ts'
import { adoptIndex, findSavedIndex, indexFolderOf } from './vector-files.ts'

const texts = ['The pump house stands by the mill.', 'The lease ends in March.', 'Cats sleep on the sofa.']

test('a question that began with one model ends with it, and the next one meets the vectors of the other alone', async () => {
  const { meanings, search, find, opened } = await setup()
  const held = Promise.withResolvers<void>()
  opened.get('small')?.waits.push(held.promise)

  const before = find('pump house')
  await meanings.prepare(spec('large', 96))
  const using = meanings.use(search, spec('large', 96))
  const after = await find('pump house')
  const open = [...opened.values()].map(({ closed }) => closed)
  held.resolve()
  const late = await before
  await using

  await expect.poll(() => opened.get('small')?.closed, { timeout: 10_000 }).toBe(true)
  expect({
    titles: [late, after].map(({ passages }) => passages[0]?.text),
    modes: [late.mode, after.mode],
    open,
    asked: [...opened].map(([id, { questions }]) => [id, questions]),
  }).toEqual({
    titles: [texts[0], texts[0]],
    modes: ['meaning', 'meaning'],
    open: [false, false],
    asked: [
      ['small', 1],
      ['large', 2],
    ],
  })
})

test('a model that gives no vectors is not prepared, and the one before goes on', async () => {
  const { meanings, find, failures } = await setup()
  failures.set('large', new EmbedderFault('not-reachable', 'nobody there'))

  const refused = await meanings.prepare(spec('large', 96))
  const wrong = await meanings.prepare(spec('small', 96))

  expect([refused, wrong.problem?.reason, (await find('pump house')).mode]).toEqual([
    { vectors: 0, problem: { reason: 'not-reachable', message: 'nobody there' } },
    'damaged',
    'meaning',
  ])
})

test('while a model is away words answer and health says why; it is asked again after a pause', async () => {
  const { search, find, failures } = await setup()
  failures.set('small', new EmbedderFault('not-reachable', 'nobody there'))

  const away = await find('pump house', 'fused')
  const health = await search.health()
  failures.clear()
  const resting = await find('pump house', 'fused')

  expect([away.mode, away.passages[0]?.text, health, resting.mode]).toEqual([
    'words',
    texts[0],
    { state: 'words-only', detail: 'not-reachable: nobody there', vectors: 3, engine: 'exact' },
    'words',
  ])
})

test('a model that could not be opened is tried again later, and then answers', async () => {
  let now = 0
  const { meanings, search, find, failures } = await setup({
    clock: () => now,
    failing: new EmbedderFault('missing', 'gone'),
  })
  const first = await find('pump house')
  failures.clear()

  meanings.reopen(search)
  const soon = await find('pump house')
  now = 31_000
  meanings.reopen(search)

  await expect.poll(async () => (await find('pump house')).mode, { timeout: 10_000 }).toBe('meaning')
  expect([first.mode, soon.mode]).toEqual(['words', 'words'])
})

test('an index of the time before models had folders is taken over, and that of a model without vectors is removed', async () => {
  const { library, meanings } = await setup()
  const root = join(library.folder, 'old')
  const identity = { engine: 'usearch', model: 'small', dimensions: 64 }
  const { databasePath } = library
  await startBuild({ databasePath, folder: root, engine: 'usearch', model: 'small', dimensions: 64 })(() => {})

  await adoptIndex(root)

  const found = await findSavedIndex(indexFolderOf(root, 'small'), identity)
  const { indexFolder } = library
  await startBuild({
    databasePath,
    folder: indexFolderOf(indexFolder, 'large'),
    engine: 'usearch',
    model: 'large',
    dimensions: 96,
  })(() => {})
  const answering = await meanings.forget('small')
  const removed = await meanings.forget('large')
  expect({
    keys: found?.keys.length,
    left: readdirSync(root),
    forgotten: [answering, removed, existsSync(indexFolderOf(indexFolder, 'large'))],
  }).toEqual({ keys: 3, left: [expect.stringMatching(/^model-/)], forgotten: [false, true, false] })
})

function spec(id: string, dimensions: number): EmbedderSpec {
  return { id, dimensions, place: { kind: 'shipped' }, address: null, key: null }
}

async function setup({ clock, failing }: { readonly clock?: () => number; readonly failing?: EmbedderFault } = {}) {
  const library = await createLibrary()
  const opened = new Map<string, { questions: number; closed: boolean; waits: Promise<void>[] }>()
  const failures = new Map<string, EmbedderFault>(failing ? [['small', failing]] : [])
  const fakes = {
    small: createFakeEmbedder({ id: 'small' }),
    large: createFakeEmbedder({ id: 'large', dimensions: 96 }),
  }
  for (const text of texts) {
    const [key = 0] = library.add({ title: text, passages: [text] })
    for (const fake of Object.values(fakes)) {
      const [vector = new Float32Array()] = await fake.embed([text])
      library.embed(fake.id, [[key, vector]])
    }
  }
  const meanings = await createMeanings({
    passages: library.passages,
    databasePath: library.databasePath,
    indexFolder: library.indexFolder,
    engine: 'usearch',
    openEmbedder: async ({ id }) => openFake(id),
    ...(clock ? { clock } : {}),
  })
  const search = createSearch({ passages: library.passages, meaning: await meanings.open(spec('small', 64)) })
  onTestFinished(library.close)
  const find = (query: string, mode: 'meaning' | 'fused' = 'meaning') => search.find(FindInput.parse({ query, mode }))
  return { library, meanings, search, find, opened, failures }

  function openFake(id: string) {
    const atOpening = failures.get(id)
    if (atOpening?.reason === 'missing') throw atOpening
    const state = { questions: 0, closed: false, waits: [] as Promise<void>[] }
    opened.set(id, state)
    const fake = id === 'small' ? fakes.small : fakes.large
    return {
      ...fake,
      embed: async (...asked: Parameters<typeof fake.embed>) => {
        await state.waits.shift()
        const failure = failures.get(id)
        if (failure) throw failure
        state.questions += 1
        return fake.embed(...asked)
      },
      close: async () => {
        state.closed = true
      },
    }
  }
}
