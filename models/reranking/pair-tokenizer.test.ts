import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { shippedEmbeddingModel, shippedModelsFolder } from '../catalog.ts'
import { loadAnyTokenizer, openTokenizer } from '../embedding/tokenizer.ts'
import { loadPairTokenizer } from './pair-tokenizer.ts'

const shipped = join(shippedModelsFolder, shippedEmbeddingModel.id)
const [cls, sep] = [101, 102]

test('a question and a passage are joined as the tokenizer joins two texts, each with its type', () => {
  const { encode } = loadPairTokenizer({ folder: shipped, maxTokens: 512 })
  const [question, passage] = ['Where is the key?', 'It hangs behind the door.']

  const pair = encode(question, passage)

  const { ids, token_type_ids: types } = openTokenizer(shipped).encode(question, {
    text_pair: passage,
    return_token_type_ids: true,
  })
  expect(pair).toEqual({ ids, types })
  expect([pair.ids[0], pair.ids.filter((id) => id === sep).length, pair.types.at(-1)]).toEqual([cls, 2, 1])
})

test('what is too long is cut: the passage first, the question to a half, and special tokens never', () => {
  const { encode } = loadPairTokenizer({ folder: shipped, maxTokens: 16 })
  const plain = loadAnyTokenizer({ folder: shipped, maxTokens: 512 })
  const tokensOf = (text: string) => plain.encode(text).slice(1, -1)

  const pairs = [encode('key door', 'wall '.repeat(50)), encode('key '.repeat(50), 'wall '.repeat(50)), encode('', '')]

  expect(pairs.map(({ ids }) => ids)).toEqual([
    [cls, ...tokensOf('key door'), sep, ...tokensOf('wall '.repeat(11)), sep],
    [cls, ...tokensOf('key '.repeat(7)), sep, ...tokensOf('wall '.repeat(6)), sep],
    [cls, sep, sep],
  ])
  expect(pairs.map(({ types }) => types.join(''))).toEqual(['0000111111111111', '0000000001111111', '001'])
})

test('a tokenizer of the RoBERTa family puts two ends between the texts and knows no types', async () => {
  const folder = await tokenizerWith({ type: 'TemplateProcessing', ...robertaTemplate })

  const { ids, types } = loadPairTokenizer({ folder, maxTokens: 12 }).encode('key', 'wall '.repeat(20))

  expect([ids.filter((id) => id === cls || id === sep).length, ids.length, new Set(types)]).toEqual([
    4,
    12,
    new Set([0]),
  ])
})

test('a tokenizer that leaves the second text out is refused', async () => {
  const folder = await tokenizerWith({
    type: 'TemplateProcessing',
    ...robertaTemplate,
    pair: [{ Sequence: { id: 'A', type_id: 0 } }],
  })

  expect(() => loadPairTokenizer({ folder, maxTokens: 12 })).toThrow('no way to join two texts')
})

const special = (id: string) => ({ SpecialToken: { id, type_id: 0 } })
const robertaTemplate = {
  single: [special('[CLS]'), { Sequence: { id: 'A', type_id: 0 } }, special('[SEP]')],
  pair: [
    special('[CLS]'),
    { Sequence: { id: 'A', type_id: 0 } },
    special('[SEP]'),
    special('[SEP]'),
    { Sequence: { id: 'B', type_id: 0 } },
    special('[SEP]'),
  ],
}

async function tokenizerWith(processor: object): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'alcove-pairs-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await cp(join(shipped, 'tokenizer_config.json'), join(folder, 'tokenizer_config.json'))
  const tokenizer: object = JSON.parse(await readFile(join(shipped, 'tokenizer.json'), 'utf8'))
  await writeFile(join(folder, 'tokenizer.json'), JSON.stringify({ ...tokenizer, post_processor: processor }))
  return folder
}
