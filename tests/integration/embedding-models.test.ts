import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { EmbeddingModel } from '#contract/embedding-models.contract'
import { openConnection } from '#database/connection'
import { shippedEmbeddingModel, shippedModelsFolder } from '#models/catalog'
import { openLibrary } from '../../main/app/open-library.ts'
import { startOllamaTestServer } from '../ollama/test-server.ts'
import { folderWith } from './alcove-process.ts'

const minilm = { kind: 'ollama', model: 'all-minilm:latest' } as const
const shippedId = `${shippedEmbeddingModel.id}@${shippedEmbeddingModel.revision}`
const ollamaId = 'all-minilm@ollama-11ca311fa5cb35d3'

test('vectors of a model in Ollama are built beside those in use, then it answers; the one before is kept and can come back', async () => {
  const { client, server, library } = await setup()
  const before = await client.models.embedding.list()
  const [candidate] = (await client.models.embedding.candidates()).filter(({ place }) => place.kind === 'ollama')
  const estimate = await client.models.embedding.estimate({ place: minilm })

  const building = await client.models.embedding.build({ place: minilm })
  const [serving, kept] = await until((models) => models[0]?.id === ollamaId)
  const asked = server.embeds.requests.length
  const found = await client.search.find({ query: 'Where is the pump house?' })

  const back = await client.models.embedding.serve({ id: shippedId })
  const again = await client.search.find({ query: 'Where is the pump house?' })
  const since = server.embeds.requests.length
  const forgotten = await client.models.embedding.forget({ id: ollamaId })

  expect({
    before: before.map(short),
    candidate,
    estimate,
    building: [building.id, building.dimensions],
    after: [serving, kept].map(short),
    found: [found.mode, found.passages[0]?.title, asked],
    back: short(back),
    again: [again.mode, since],
    forgotten,
    left: library.vectorsByModel(),
    status: (await client.system.status()).embedder.id,
  }).toEqual({
    before: [[shippedId, 'serving', 6, 6]],
    candidate: { title: 'all-minilm', place: minilm, detail: expect.stringContaining(server.address) },
    estimate: {
      title: 'all-minilm',
      dimensions: 384,
      passages: 6,
      passagesPerSecond: expect.any(Number),
      seconds: expect.any(Number),
      bytes: expect.any(Number),
      leaves: false,
    },
    building: [ollamaId, 384],
    after: [
      [ollamaId, 'serving', 6, 6],
      [shippedId, 'kept', 6, 6],
    ],
    // The question went to the model that answers now.
    found: ['fused', 'pump', server.embeds.requests.length - 1],
    back: [shippedId, 'serving', 6, 6],
    again: ['fused', server.embeds.requests.length],
    forgotten: { vectors: 6 },
    left: [[shippedId, 6]],
    status: 'all-MiniLM-L6-v2',
  })

  async function until(holds: (models: EmbeddingModel[]) => boolean) {
    for await (const models of await client.models.embedding.changes()) if (holds(models)) return models
    throw new Error('The stream ended first')
  }
})

test('while the server of the model that serves is away words answer, and meaning comes back with it', async () => {
  const { client, server, library, restart } = await setup()
  await client.models.embedding.build({ place: minilm })
  await library.serving(ollamaId)
  await server.close()

  const away = await client.search.find({ query: 'pump house' })
  const models = await client.models.state()
  const doctor = await client.system.doctor()
  await restart()
  await expect
    .poll(async () => (await client.search.find({ query: 'pump house' })).mode, { timeout: 15_000, interval: 250 })
    .toBe('fused')

  expect({
    away: [away.mode, away.passages[0]?.title],
    models: models.embedding,
    check: doctor.checks.find(({ name }) => name === 'embedding model'),
  }).toMatchObject({
    away: ['words', 'pump'],
    models: { id: 'all-minilm', state: 'failed', advice: expect.stringContaining('Search by words goes on') },
    check: { ok: false, remedy: expect.stringMatching(/^Ollama does not answer\. Start it/) },
  })
})

test('building stops when it is told to, stays so after a restart, and goes on where it was', async () => {
  const { client, library, server, open, close } = await setup({ files: 60 })
  // Five to try the model, two for the first passages; the next one hangs.
  server.embeds.next(...passing(7), { ending: 'hang' })
  await client.models.embedding.build({ place: minilm, switchWhenReady: false })
  await expect.poll(() => server.embeds.requests.length, { timeout: 20_000 }).toBe(8)
  const paused = await client.models.embedding.pause({ id: ollamaId })
  await close()
  const written = library.vectors(ollamaId)

  const second = await open()
  const [, stillPaused] = await second.models.embedding.list()
  const refused = await second.models.embedding.serve({ id: ollamaId }).catch((error: unknown) => error)
  await second.models.embedding.resume({ id: ollamaId })
  await expect.poll(async () => (await second.models.embedding.list())[1]?.state, { timeout: 20_000 }).toBe('kept')

  const kept = library.vectors(ollamaId)
  expect({
    states: [paused.state, stillPaused?.state],
    refused,
    some: written.length,
    same: written.every((row) => kept.includes(row)),
    all: kept.length,
    serving: (await second.models.embedding.list())[0]?.id,
  }).toMatchObject({
    states: ['paused', 'paused'],
    refused: { code: 'EMBEDDING_MODEL_NOT_READY' },
    some: 32,
    same: true,
    all: 60,
    serving: shippedId,
  })
})

test('a model elsewhere is sent nothing until a person agreed, and one that is none is refused with what to do', async () => {
  const { client } = await setup()
  const place = { kind: 'openai-compatible', url: 'http://192.0.2.1:9/v1', model: 'embed' } as const

  const failures = await Promise.all(
    [place, { kind: 'ollama', model: 'scripted-chat' } as const, { kind: 'folder', folder: '/nowhere' } as const].map(
      (where) => client.models.embedding.build({ place: where }).catch((error: unknown) => error),
    ),
  )

  expect(failures).toMatchObject([
    { code: 'EMBEDDING_MODEL_UNUSABLE', data: { reason: 'not-confirmed' } },
    { data: { reason: 'not-an-embedding-model' }, message: expect.stringContaining('Choose another one') },
    { data: { reason: 'missing' } },
  ])
})

test('a model in the data folder answers, and one whose files changed since does not', async () => {
  const { client, library, data, open, close } = await setup()
  const folder = join(data, 'models', 'embedding', 'mine')
  mkdirSync(folder, { recursive: true })
  cpSync(join(shippedModelsFolder, shippedEmbeddingModel.id), folder, { recursive: true })
  const [candidate] = await client.models.embedding.candidates()
  if (!candidate) throw new Error('The folder is no candidate')
  const { id } = await client.models.embedding.build({ place: candidate.place })
  await library.serving(id)
  const found = await client.search.find({ query: 'Where is the pump house?', mode: 'meaning' })
  await close()
  writeFileSync(join(folder, 'special_tokens_map.json'), '{"other": 1}')

  const second = await open()
  const damaged = await second.search.find({ query: 'Where is the pump house?' })

  expect([candidate.title, found.mode, found.passages[0]?.title, damaged.mode]).toEqual([
    'mine',
    'meaning',
    'pump',
    'words',
  ])
})

/** Requests that are answered as they should be. */
function passing(count: number) {
  return Array.from({ length: count }, () => ({
    vectors: (vectors: readonly (readonly number[])[]) => vectors,
  }))
}

function short(model: EmbeddingModel | undefined) {
  return model && [model.id, model.state, model.vectors, model.passages]
}

async function setup({ files = 6 } = {}) {
  let server = await startOllamaTestServer()
  const { address } = server
  vi.stubEnv('OLLAMA_HOST', address)
  const texts = ['The pump house stands by the mill.', 'The lease ends in March.', 'Cats sleep on the sofa.']
  const papers = folderWith(
    Object.fromEntries(
      Array.from({ length: files }, (_, index) => {
        const name = index === 0 ? 'pump.txt' : `paper-${index}.txt`
        return [name, index < texts.length ? (texts[index] ?? '') : `Paper number ${index} is about nothing else.`]
      }),
    ),
  )
  const data = folderWith()
  let held: Awaited<ReturnType<typeof hold>> | null = null
  onTestFinished(async () => {
    await close()
    await server.close()
    vi.unstubAllEnvs()
  })
  const client = await open()
  const { batchId } = await client.library.add({ paths: [papers], watch: false })
  for await (const event of await client.library.follow({ batchId })) if (event.finished) break

  const library = {
    vectors: (model: string) =>
      read<string>('SELECT hex(vector) || passage_key FROM embeddings WHERE model = ? ORDER BY passage_key', model),
    vectorsByModel: () => {
      const { sqlite, close: done } = openConnection(join(data, 'alcove.sqlite'), { readonly: true })
      const rows = sqlite.prepare('SELECT model, count(*) FROM embeddings GROUP BY model').raw().all()
      done()
      return rows
    },
    serving: async (id: string) => {
      for await (const models of await client.models.embedding.changes()) if (models[0]?.id === id) return
    },
  }
  return {
    client,
    server,
    library,
    data,
    open,
    close,
    restart: async () => {
      server = await startOllamaTestServer({ port: Number(new URL(address).port) })
    },
  }

  function read<T>(sql: string, model: string): T[] {
    const { sqlite, close: done } = openConnection(join(data, 'alcove.sqlite'), { readonly: true })
    const rows = sqlite.prepare<[string], T>(sql).pluck().all(model)
    done()
    return rows
  }

  async function open() {
    held = await hold(data)
    await held.app.start()
    return held.client
  }

  async function close() {
    const last = held
    held = null
    await last?.close()
  }
}

async function hold(data: string) {
  const opened = await openLibrary({ data, from: data })
  if (!opened.ok || !opened.value.held) throw new Error('The library could not be held')
  return opened.value
}
