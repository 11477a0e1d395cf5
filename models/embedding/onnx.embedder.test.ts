import { createHash } from 'node:crypto'
import { cp, mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type EmbeddingModel, shippedEmbeddingModel, shippedModelsFolder } from '../catalog.ts'
import { createEmbedder, type EmbedderOptions, type OnnxEmbedder } from './onnx.embedder.ts'

let alone: OnnxEmbedder
let together: OnnxEmbedder

beforeAll(async () => {
  alone = await started({ sessions: 1 })
  together = await started({ sessions: 3 })
})

afterAll(async () => {
  await alone.close()
  await together.close()
})

test('a text has the same vector to the bit, whatever else is embedded at the same time', async () => {
  const text = fc.string({ unit: 'grapheme-ascii', minLength: 0, maxLength: 600 })
  const lists = fc.array(fc.array(text, { maxLength: 8 }), { minLength: 1, maxLength: 4 })

  await fc.assert(
    fc.asyncProperty(lists, async (textsOfCallers) => {
      const crowded = await Promise.all(textsOfCallers.map((texts) => together.embed(texts)))
      const single: Float32Array[][] = []
      for (const texts of textsOfCallers) {
        const vectors: Float32Array[] = []
        for (const one of texts) vectors.push(...(await alone.embed([one])))
        single.push(vectors)
      }
      expect(crowded).toEqual(single)
    }),
    { numRuns: 20 },
  )
})

test('every vector has length 1 and the dimensions of the model, that of an empty text too', async () => {
  const vectors = await together.embed(['', ' ', 'short', '文字', 'long '.repeat(3000), '\u0000\ud800'])

  expect(vectors.map((vector) => [vector.length, Number(Math.hypot(...vector).toFixed(6))])).toEqual(
    vectors.map(() => [384, 1]),
  )
})

test('of several texts the one that means the same is the nearest', async () => {
  const pairs = [
    ['How do I get my money back?', 'Refunds are paid within fourteen days of the return.'],
    ['The cat sleeps on the sofa.', 'A kitten is napping on the couch.'],
    ['What did we earn last quarter?', 'Revenue from July to September rose by four percent.'],
    ['The printer shows a paper jam', 'Open the rear cover and remove the stuck sheet.'],
    ['Who may sign a contract?', 'Agreements above 5,000 euros need the signature of a director.'],
    ['Temperature on Mars', 'The red planet is cold, about minus sixty degrees on average.'],
  ] as const
  const questions = await alone.embed(pairs.map(([question]) => question))
  const answers = await alone.embed(pairs.map(([, answer]) => answer))

  expect(questions.map((question) => nearest(question, answers))).toEqual([0, 1, 2, 3, 4, 5])
})

test('the WASM runtime gives nearly the vectors of the native one, and the same to the bit each time', async () => {
  const texts = [
    'A short one.',
    'The board met on 3 March and approved the budget for the coming year, with two members against it.',
    'function sum(a, b) { return a + b }',
    'Wing in a propeller slipstream: the spanwise distribution of the lift increase. '.repeat(8),
  ]
  const first = await started({ sessions: 2, runtime: 'wasm' })
  const second = await started({ sessions: 1, runtime: 'wasm' })
  onTestFinished(async () => {
    await first.close()
    await second.close()
  })

  const wasm = await first.embed(texts)
  const native = await alone.embed(texts)
  const cosines = wasm.map((vector, i) => cosine(vector, native[i]))

  expect({
    runtimes: [first.runtime, alone.runtime],
    again: await second.embed(texts),
    lowest: Math.min(...cosines) > 0.995,
    mean: cosines.reduce((sum, value) => sum + value, 0) / cosines.length > 0.998,
  }).toEqual({ runtimes: ['wasm', 'native'], again: wasm, lowest: true, mean: true })
})

test('a changed or truncated model file is refused by name before anything runs', async () => {
  const changed = await copyOfModels()
  const graph = join(changed, shippedEmbeddingModel.id, shippedEmbeddingModel.graph)
  const bytes = await readFile(graph)
  bytes[9_000_000] = (bytes[9_000_000] ?? 0) ^ 1
  await writeFile(graph, bytes)
  const cut = await copyOfModels()
  await truncate(join(cut, shippedEmbeddingModel.id, shippedEmbeddingModel.graph), 1_000_000)

  const refusals = [await createEmbedder({ modelsFolder: changed }), await createEmbedder({ modelsFolder: cut })]

  const file = 'onnx/model_quantized.onnx'
  expect(refusals).toMatchObject([
    { ok: false, failure: { code: 'MODEL_DAMAGED', file, reason: 'wrong-hash' } },
    { ok: false, failure: { code: 'MODEL_DAMAGED', file, reason: 'wrong-size' } },
  ])
})

test('a model that no runtime opens is a failure and leaves no thread behind', async () => {
  const folder = await temporaryFolder()
  const model = await modelOfGarbage(folder)

  const refusal = await createEmbedder({ sessions: 2, model, modelsFolder: folder })

  expect(refusal).toMatchObject({ ok: false, failure: { code: 'MODEL_CANNOT_RUN', modelId: 'garbage' } })
})

test('an aborted call ends at once with the reason, and other callers get their vectors', async () => {
  const embedder = await started({ sessions: 1 })
  onTestFinished(() => embedder.close())
  const controller = new AbortController()
  const reason = new Error('no longer wanted')

  const long = embedder.embed(numbered('unwanted', 500), controller.signal)
  const other = embedder.embed(numbered('wanted', 3))
  controller.abort(reason)
  const before = embedder.embed(['never'], controller.signal)

  const outcomes = await Promise.allSettled([long, before, other.then((vectors) => vectors.length)])
  expect(outcomes).toEqual([
    { status: 'rejected', reason },
    { status: 'rejected', reason },
    { status: 'fulfilled', value: 3 },
  ])
})

test('a question asked during a long list is answered before the list', async () => {
  const finished: string[] = []
  const list = together.embed(numbered('passage of a long list', 60)).then(() => finished.push('list'))
  const question = together.embed(['a question in between']).then(() => finished.push('question'))

  await Promise.all([list, question])

  expect(finished).toEqual(['question', 'list'])
})

test('however many texts are asked for, two per thread are inside at most', async () => {
  let most = 0
  let done = false
  const lists = [numbered('one list', 40), numbered('another list', 40)]
  const work = Promise.all(lists.map((texts) => together.embed(texts))).finally(() => {
    done = true
  })
  while (!done) {
    most = Math.max(most, together.inFlight())
    await nextTurn()
  }

  expect({ most, lengths: (await work).map((vectors) => vectors.length), left: together.inFlight() }).toEqual({
    most: 6,
    lengths: [40, 40],
    left: 0,
  })
})

test('closing refuses what waits and what comes later, and may be repeated', async () => {
  const embedder = await started({ sessions: 2 })
  const pending = embedder.embed(numbered('pending', 50))
  const closing = embedder.close()

  const outcomes = await Promise.allSettled([pending, closing, embedder.close(), embedder.embed(['late'])])

  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled', 'rejected'])
})

test('a vector that a caller changes is not changed for the next one', async () => {
  const text = 'kept for questions asked again'
  const [fresh] = await alone.embed([text])
  const before = fresh?.slice()
  fresh?.fill(0)
  const [remembered] = await alone.embed([text])
  const again = remembered?.slice()
  remembered?.fill(0)

  expect([again, ...(await alone.embed([text]))]).toEqual([before, before])
})

async function started(options: EmbedderOptions): Promise<OnnxEmbedder> {
  const embedder = await createEmbedder(options)
  if (!embedder.ok) throw new Error(embedder.failure.message)
  return embedder.value
}

function numbered(name: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => `${name}, number ${i}`)
}

function nearest(question: Float32Array, answers: readonly Float32Array[]): number {
  const cosines = answers.map((answer) => cosine(question, answer))
  return cosines.indexOf(Math.max(...cosines))
}

function cosine(a: Float32Array, b: Float32Array | undefined): number {
  return a.reduce((sum, value, i) => sum + value * (b?.[i] ?? 0), 0)
}

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'alcove-models-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

async function copyOfModels(): Promise<string> {
  const folder = await temporaryFolder()
  await cp(shippedModelsFolder, folder, { recursive: true })
  return folder
}

async function modelOfGarbage(folder: string): Promise<EmbeddingModel> {
  await mkdir(join(folder, 'garbage'))
  for (const file of ['tokenizer.json', 'tokenizer_config.json']) {
    await cp(join(shippedModelsFolder, shippedEmbeddingModel.id, file), join(folder, 'garbage', file))
  }
  const bytes = Buffer.from('not a model at all')
  await writeFile(join(folder, 'garbage', 'model.onnx'), bytes)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return {
    ...shippedEmbeddingModel,
    id: 'garbage',
    graph: 'model.onnx',
    files: [{ path: 'model.onnx', bytes: bytes.length, sha256 }],
  }
}
