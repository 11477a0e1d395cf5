import { cp, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { shippedEmbeddingModel, shippedModelsFolder } from '../catalog.ts'
import { findDamage } from './model-files.ts'

const shipped = join(shippedModelsFolder, shippedEmbeddingModel.id)

test('the shipped files are the ones of the catalog and of their list of checksums', async () => {
  const listed = (await readFile(join(shipped, 'SHA256SUMS'), 'utf8')).trim().split('\n')
  const known = shippedEmbeddingModel.files.map((file) => `${file.sha256}  ${file.path}`)

  expect({
    damage: await findDamage(shippedEmbeddingModel, shipped),
    onlyListed: listed.filter((line) => !known.includes(line) && !line.endsWith(' LICENSE')),
    onlyKnown: known.filter((line) => !listed.includes(line)),
  }).toEqual({ damage: null, onlyListed: [], onlyKnown: [] })
})

test('each way in which a file is not as released is named', async () => {
  const ways = {
    missing: (path: string) => rm(path),
    'wrong-size': (path: string) => truncate(path, 300_000),
    'wrong-hash': flipOneBit,
  }
  const found: unknown[] = []

  for (const way of ['missing', 'wrong-size', 'wrong-hash'] as const) {
    const folder = await copyOfModel()
    await ways[way](join(folder, 'tokenizer.json'))
    found.push(await findDamage(shippedEmbeddingModel, folder))
  }

  expect(found).toMatchObject([
    { code: 'MODEL_DAMAGED', modelId: 'all-MiniLM-L6-v2', file: 'tokenizer.json', reason: 'missing' },
    { code: 'MODEL_DAMAGED', modelId: 'all-MiniLM-L6-v2', file: 'tokenizer.json', reason: 'wrong-size' },
    { code: 'MODEL_DAMAGED', modelId: 'all-MiniLM-L6-v2', file: 'tokenizer.json', reason: 'wrong-hash' },
  ])
})

async function flipOneBit(path: string): Promise<void> {
  const bytes = await readFile(path)
  bytes[1000] = (bytes[1000] ?? 0) ^ 1
  await writeFile(path, bytes)
}

async function copyOfModel(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'alcove-model-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await cp(shipped, folder, { recursive: true })
  return folder
}
