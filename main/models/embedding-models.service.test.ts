import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { EmbedderProblem, EmbedderSpec } from '#contract/embedding-models.contract'
import { defaultSettings, type Settings } from '#contract/settings.contract'
import { migrateDatabase, openDatabase } from '#database/database'
import { createEmbeddingModelsService, type EmbeddingModelsDeps } from './embedding-models.service.ts'
import { createEmbeddingModelsStore } from './embedding-models.store.ts'

const shipped = { id: 'shipped@1', title: 'shipped', dimensions: 3 }
const place = { kind: 'ollama', model: 'other' } as const
const other = 'other@7'

test('a model is built, prepared, and only then serves; the process that searches is told last', async () => {
  const { models, built, library, said } = await setup()
  library.lacking = 2

  await models.build({ place, switchWhenReady: true, mayLeave: false })
  await built()

  expect({ said, list: (await models.list()).map(({ id, state, vectors }) => [id, state, vectors]) }).toEqual({
    said: ['embed other@7', 'prepare other@7 while shipped@1 serves', 'serving other@7', 'use other@7'],
    list: [
      [other, 'serving', 5],
      ['shipped@1', 'kept', 5],
    ],
  })
})

test('passages that came while the index was built get their vectors before the model serves', async () => {
  const { models, built, library, search, said } = await setup()
  search.whilePreparing = () => {
    library.lacking = 1
    search.whilePreparing = () => {}
  }

  await models.build({ place, switchWhenReady: true, mayLeave: false })
  await built()

  expect(said.filter((line) => !line.startsWith('prepare'))).toEqual([
    'embed other@7',
    'embed other@7',
    'serving other@7',
    'use other@7',
  ])
})

test('a person who changes their mind while the index is built keeps the model in use', async () => {
  const { models, search, store, said } = await setup()
  const paused = Promise.withResolvers<void>()
  search.whilePreparing = async () => {
    await models.pause(other)
    paused.resolve()
  }

  await models.build({ place, switchWhenReady: true, mayLeave: false })
  await paused.promise
  await expect.poll(() => said.length, patient).toBe(2)

  expect([store.serving().id, store.find(other)?.state]).toEqual(['shipped@1', 'paused'])
})

test('a server that is away is tried again and again, and the list says why nothing goes on', async () => {
  const { models, built, library } = await setup()
  library.problems.push(...Array.from({ length: 1_000 }, () => away))

  await models.build({ place, switchWhenReady: true, mayLeave: false })
  const problem = async () => (await models.list()).find(({ id }) => id === other)?.problem
  await expect
    .poll(problem, patient)
    .toBe('Ollama does not answer. Start it; Alcove tries again by itself. What was written stays.')
  library.problems.length = 0
  await built()

  expect([models.serving().id, await problem()]).toEqual([other, null])
})

test('a full disk stops building until there is room', async () => {
  const { models, built, library, full } = await setup()
  library.errors.push(new Error('SQLITE_FULL'))

  await models.build({ place, switchWhenReady: false, mayLeave: false })
  await built()

  expect([full(), models.serving().id, (await models.list())[1]?.state]).toEqual([1, 'shipped@1', 'kept'])
})

test('a model that cannot answer a question does not serve, and keeps its vectors', async () => {
  const { models, search, store } = await setup()
  search.problem = away
  await models.build({ place, switchWhenReady: true, mayLeave: false })
  await expect.poll(() => store.find(other)?.state, patient).toBe('kept')

  const served = await models.serve(other)

  expect([served, (await models.list())[1]?.problem, models.serving().id]).toMatchObject([
    { ok: false, failure: { code: 'EMBEDDING_MODEL_UNUSABLE', reason: 'not-reachable' } },
    expect.stringContaining('Ollama does not answer'),
    'shipped@1',
  ])
})

test('an address on another machine is sent sentences of ours to try it, and passages only with consent', async () => {
  const { models, change, library, specs } = await setup({ ollamaAddress: 'http://192.0.2.7:11434' })

  const estimate = await models.estimate(place)
  const refused = await models.build({ place, switchWhenReady: false, mayLeave: false })
  const agreed = await models.build({ place, switchWhenReady: false, mayLeave: true })
  await expect.poll(() => specs.length, patient).toBe(1)
  change({ ollamaAddress: 'http://192.0.2.8:11434' })
  await models.resume(other)
  await expect.poll(() => specs.length, patient).toBe(2)

  expect({
    samples: library.samples,
    estimate: estimate.ok && estimate.value.leaves,
    refused,
    agreed: agreed.ok && agreed.value.leaves,
    addresses: specs.map(({ address }) => address),
  }).toMatchObject({
    samples: ['sentences', 'sentences'],
    estimate: true,
    refused: { failure: { reason: 'not-confirmed' } },
    agreed: true,
    addresses: ['http://192.0.2.7:11434', null],
  })
})

test('a changed address of the server is told to the process that searches', async () => {
  const { models, built, change, used } = await setup()
  await models.build({ place, switchWhenReady: true, mayLeave: false })
  await built()

  change({ ollamaAddress: 'http://127.0.0.1:4321' })
  await models.tellWhereItIs()

  expect(used.map(({ id, address }) => [id, address])).toEqual([
    [other, 'http://127.0.0.1:11434'],
    [other, 'http://127.0.0.1:4321'],
  ])
})

test('the key of the compatible server goes to that server alone', async () => {
  const { models, library } = await setup()

  for (const url of ['http://127.0.0.1:1234/v1', 'http://127.0.0.1:4321/v1']) {
    await models.estimate({ kind: 'openai-compatible', url, model: 'embed' })
  }

  expect(library.keys).toEqual(['secret', null])
})

test('the model that serves is neither paused nor deleted, and one that lacks vectors does not serve', async () => {
  const { models, library, store } = await setup()
  library.problems.push(...Array.from({ length: 50 }, () => away))
  await models.build({ place, switchWhenReady: false, mayLeave: false })
  await models.pause(other)
  library.lacking = 4

  expect([
    await models.pause('shipped@1'),
    await models.forget('shipped@1'),
    await models.serve(other),
    await models.resume('unknown'),
    await models.forget(other),
    store.find(other),
  ]).toMatchObject([
    { failure: { code: 'EMBEDDING_MODEL_SERVES' } },
    { failure: { code: 'EMBEDDING_MODEL_SERVES' } },
    { failure: { code: 'EMBEDDING_MODEL_NOT_READY', missing: 4 } },
    { failure: { code: 'EMBEDDING_MODEL_NOT_FOUND' } },
    { ok: true, value: 1 },
    null,
  ])
})

test('a newer Alcove that ships another model serves with that one', async () => {
  const { database, models, built } = await setup()
  await models.build({ place, switchWhenReady: true, mayLeave: false })
  await built()
  await models.serve('shipped@1')

  const newer = createEmbeddingModelsStore(database, { shipped: { ...shipped, id: 'shipped@2' } })
  newer.adoptShipped()

  expect(newer.list().map(({ id, state }) => [id, state])).toEqual([
    ['shipped@2', 'serving'],
    [other, 'kept'],
  ])
})

/** A busy machine takes its time. */
const patient = { timeout: 10_000 }
const away: EmbedderProblem = { reason: 'not-reachable', message: '' }

async function setup(changed: Partial<Settings> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'alcove-embedding-models-'))
  const database = openDatabase(join(folder, 'alcove.sqlite'))
  await migrateDatabase(database, { backupFolder: folder })
  let settings = { ...defaultSettings, ...changed }
  const said: string[] = []
  const specs: EmbedderSpec[] = []
  const used: EmbedderSpec[] = []
  let full = 0
  const store = createEmbeddingModelsStore(database, { shipped })
  const library = {
    lacking: 0,
    problems: [] as EmbedderProblem[],
    errors: [] as Error[],
    samples: [] as string[],
    keys: [] as (string | null)[],
  }
  const search = { problem: undefined as EmbedderProblem | undefined, whilePreparing: (): unknown => undefined }
  // The clients of workers can more than is asked here.
  const deps = {
    store,
    where: {
      ollamaHost: () => settings.ollamaAddress ?? 'http://127.0.0.1:11434',
      mayAskOllama: () => true,
      askable: () => [],
      keyAt: async (address: string) => (address === 'http://127.0.0.1:1234/v1' ? 'secret' : null),
    },
    folder,
    library: {
      embed: async ({ model }: { model: EmbedderSpec }) => {
        specs.push(model)
        return embed(model)
      },
      tryModel: async ({ model, sample }: { model: { key: string | null }; sample: string }) => {
        library.samples.push(sample)
        library.keys.push(model.key)
        return { usable: true, id: other, title: 'other', dimensions: 3, passagesPerSecond: 10 }
      },
      vectorCounts: async () => ({
        passages: 5,
        models: [
          { id: 'shipped@1', vectors: 5 },
          { id: other, vectors: 5 - library.lacking },
        ],
      }),
      forgetVectors: async () => ({ vectors: 5 - library.lacking }),
    },
    search: {
      prepare: async ({ id }: EmbedderSpec) => {
        said.push(`prepare ${id} while ${store.serving().id} serves`)
        await search.whilePreparing()
        return { vectors: 5, problem: search.problem }
      },
      use: async (spec: EmbedderSpec) => {
        used.push(spec)
        said.push(`use ${spec.id}`)
      },
      forget: async () => ({ removed: true }),
    },
    onServing: () => said.push(`serving ${store.serving().id}`),
    onStorageFull: (error: unknown) => {
      const isFull = String(error).includes('SQLITE_FULL')
      if (isFull) full += 1
      return isFull
    },
    wake: () => {
      models.startBuilding()
    },
    report: (error: unknown) => said.push(String(error)),
    pauses: { first: 1, longest: 4 },
  } as unknown as EmbeddingModelsDeps
  const models = createEmbeddingModelsService(deps)
  onTestFinished(async () => {
    await models.close()
    database.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const isBuilding = () => store.list().some(({ state }) => state === 'building')
  return {
    models,
    store,
    database,
    library,
    search,
    said,
    specs,
    used,
    full: () => full,
    change: (more: Partial<Settings>) => {
      settings = { ...settings, ...more }
    },
    built: async () => {
      await expect.poll(() => isBuilding() || said.at(-1)?.startsWith('serving'), patient).toBe(false)
    },
  }

  async function* embed({ id }: EmbedderSpec) {
    const error = library.errors.shift()
    if (error) throw error
    const problem = library.problems.shift()
    if (problem) {
      yield { written: 0, documentsReady: 0, waiting: 5, problem }
      return
    }
    said.push(`embed ${id}`)
    const written = library.lacking
    library.lacking = 0
    if (written > 0) yield { written, documentsReady: 0, waiting: 0 }
  }
}
