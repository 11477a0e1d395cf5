import { cp, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { shippedEmbeddingModel, shippedModelsFolder } from '../catalog.ts'
import { problemOf } from './embedder-fault.ts'
import { findFolderEmbedder, openFolderEmbedder } from './folder.embedder.ts'
import { createEmbedder } from './onnx.embedder.ts'

const texts = ['The lease ends in March.', 'Wie hoch ist die Kaution?', `long ${'word '.repeat(600)}`]

test('the shipped files in a folder of their own give the vectors of the shipped model', async () => {
  const folder = await modelFolder({ 'sentence_bert_config.json': { max_seq_length: 256 } })
  const found = await findFolderEmbedder(folder)
  const ours = await opened(folder)
  const shipped = await createEmbedder({ sessions: 1 })
  if (!shipped.ok) throw new Error(shipped.failure.message)
  onTestFinished(() => shipped.value.close())

  const vectors = await ours.embed(texts)

  expect({ ...found, vectors }).toEqual({
    id: expect.stringMatching(new RegExp(`^${basename(folder)}@[\\da-f]{16}$`)),
    title: basename(folder),
    dimensions: 384,
    vectors: await shipped.value.embed(texts),
  })
})

test('pooling, prompts and the longest text are taken from the files beside the model', async () => {
  const plain = await opened(await modelFolder({}))
  const first = await opened(await modelFolder({ '1_Pooling/config.json': { pooling_mode_cls_token: true } }))
  const prompted = await opened(
    await modelFolder({ 'config_sentence_transformers.json': { prompts: { query: 'ask: ', document: 'text: ' } } }),
  )
  const short = await opened(await modelFolder({ 'sentence_bert_config.json': { max_seq_length: 16 } }))
  const [lease = ''] = texts

  const [mean] = await plain.embed([lease])
  const [cls] = await first.embed([lease])

  expect({
    cls: cosine(mean, cls) < 0.99,
    asked: await prompted.embed([lease], undefined, 'question'),
    told: await prompted.embed([lease], undefined, 'passage'),
    cut: await short.embed([`${'lease '.repeat(14)}${'other '.repeat(50)}`]),
  }).toEqual({
    cls: true,
    asked: await plain.embed([`ask: ${lease}`]),
    told: await plain.embed([`text: ${lease}`]),
    cut: await short.embed(['lease '.repeat(14)]),
  })
})

test('another byte in a file is another model: vectors of the one before are not made with it', async () => {
  const folder = await modelFolder({})
  const found = await findFolderEmbedder(folder)

  await writeFile(join(folder, 'special_tokens_map.json'), '{"changed": true}')

  expect(await failing(openFolderEmbedder({ ...found, folder, sessions: 1 }))).toBe('damaged')
})

test.each([
  ['an empty folder', async (folder: string) => rm(join(folder, 'onnx'), { recursive: true }), 'missing'],
  [
    'a graph that is none',
    async (folder: string) => writeFile(join(folder, 'onnx/model_quantized.onnx'), 'x'),
    'unsupported',
  ],
  ['settings that are none', async (folder: string) => writeFile(join(folder, 'config.json'), '{'), 'unsupported'],
])('%s cannot embed', async (_, harm, reason) => {
  const folder = await modelFolder({})
  await harm(folder)

  expect(await failing(findFolderEmbedder(folder))).toBe(reason)
})

test('a graph beside the settings, without a folder of its own, is found as well', async () => {
  const folder = await modelFolder({})
  await rename(join(folder, 'onnx/model_quantized.onnx'), join(folder, 'model.onnx'))

  expect(await findFolderEmbedder(folder)).toMatchObject({ dimensions: 384 })
})

async function modelFolder(settings: Readonly<Record<string, object>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'alcove-folder-model-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  for (const { path } of shippedEmbeddingModel.files) {
    await cp(join(shippedModelsFolder, shippedEmbeddingModel.id, path), join(folder, path))
  }
  for (const [name, content] of Object.entries(settings)) {
    await mkdir(join(folder, name, '..'), { recursive: true })
    await writeFile(join(folder, name), JSON.stringify(content))
  }
  return folder
}

async function opened(folder: string) {
  const found = await findFolderEmbedder(folder)
  const embedder = await openFolderEmbedder({ ...found, folder, sessions: 1 })
  onTestFinished(() => embedder.close())
  return embedder
}

function cosine(a: Float32Array = new Float32Array(), b: Float32Array = new Float32Array()): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0)
}

async function failing(work: Promise<unknown>) {
  return work.then(
    () => 'no failure',
    (error: unknown) => problemOf(error)?.reason ?? error,
  )
}
