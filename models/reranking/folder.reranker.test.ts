import { cp, rename, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { shippedEmbeddingModel, shippedModelsFolder } from '../catalog.ts'
import { measureCost } from './cost.ts'
import { createCrossEncoderFolder, type FakeCrossEncoder } from './fake.cross-encoder.ts'
import { openFolderReranker } from './folder.reranker.ts'
import { rerankerProblemOf } from './reranker-fault.ts'

const passages = ['The boat leaves at nine.', 'A key of the cellar is behind the door.', '']

test('a real graph gives one score per passage, and is told which tokens are of the question', async () => {
  const folder = await modelFolder()
  const reranker = await opened(folder)

  const scores = await reranker.scores('key cellar behind', passages)

  // The separator is a token as well, and stands on both sides.
  expect([reranker.title, scores]).toEqual([basename(folder), [1, 4, 1]])
})

test('a graph beside the tokenizer is found as well, and settings beside it are not needed', async () => {
  const folder = await modelFolder()
  await rename(join(folder, 'onnx/model.onnx'), join(folder, 'model.onnx'))
  await rm(join(folder, 'config.json'))
  await rm(join(folder, 'tokenizer_config.json'))

  expect(await (await opened(folder)).scores('key', ['the key', 'no'])).toEqual([2, 1])
})

test('a passage of any length is cut at what the model takes', async () => {
  const folder = await modelFolder()
  await writeFile(join(folder, 'config.json'), JSON.stringify({ max_position_embeddings: 16 }))

  expect(await (await opened(folder)).scores('key', [`${'key '.repeat(500)}`])).toEqual([1 + 12])
})

test('a question that is called off is heard between two passages', async () => {
  const reranker = await opened(await modelFolder())
  const leaving = new AbortController()
  const scoring = reranker.scores(
    'key',
    Array.from({ length: 2_000 }, () => 'wall '.repeat(200)),
    leaving.signal,
  )

  leaving.abort(new Error('called off'))

  await expect(scoring).rejects.toThrow('called off')
  expect(await reranker.scores('key', ['the key'])).toEqual([2])
})

test('the cost is the time of as many passages as are asked for, also when there are fewer', async () => {
  const asked: number[] = []
  const reranker = await opened(await modelFolder())
  const counting: typeof reranker = {
    ...reranker,
    scores: (question, texts, signal) => {
      asked.push(texts.length)
      return reranker.scores(question, texts, signal)
    },
  }

  const milliseconds = [
    await measureCost(counting, { passages, count: 20 }),
    await measureCost(counting, { passages: [], count: 5 }),
  ]

  expect([asked, milliseconds.every((one) => one > 0)]).toEqual([[20, 5], true])
})

test.each<[FakeCrossEncoder, string]>([
  ['turned-round', 'wrong-order'],
  ['two-logits', 'not-a-reranker'],
  ['no-number', 'failed'],
])('a model with %s scores is refused', async (kind, reason) => {
  expect(await refusal(await modelFolder(kind))).toBe(reason)
})

test.each([
  ['without a tokenizer', async (folder: string) => rm(join(folder, 'tokenizer.json')), 'missing'],
  ['without a graph', async (folder: string) => rm(join(folder, 'onnx'), { recursive: true }), 'missing'],
  ['that is not there', async (folder: string) => rm(folder, { recursive: true }), 'missing'],
  [
    'with a graph that is none',
    async (folder: string) => writeFile(join(folder, 'onnx/model.onnx'), 'x'),
    'unsupported',
  ],
  [
    'with a tokenizer that is none',
    async (folder: string) => writeFile(join(folder, 'tokenizer.json'), '{'),
    'unsupported',
  ],
  [
    'with a model that embeds',
    async (folder: string) => {
      const graph = join(shippedModelsFolder, shippedEmbeddingModel.id, shippedEmbeddingModel.graph)
      await cp(graph, join(folder, 'onnx/model.onnx'))
    },
    'not-a-reranker',
  ],
])('a folder %s is refused', async (_, harm, reason) => {
  const folder = await modelFolder()
  await harm(folder)

  expect(await refusal(folder)).toBe(reason)
})

test('a path that is not whole is refused, whatever it might mean here', async () => {
  expect(await refusal('models')).toBe('missing')
})

async function modelFolder(kind: FakeCrossEncoder = 'sound'): Promise<string> {
  const folder = await createCrossEncoderFolder(kind)
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

async function opened(folder: string) {
  const reranker = await openFolderReranker(folder)
  onTestFinished(() => reranker.close())
  return reranker
}

async function refusal(folder: string) {
  return openFolderReranker(folder).then(
    () => 'no refusal',
    (error: unknown) => rerankerProblemOf(error)?.reason ?? error,
  )
}
