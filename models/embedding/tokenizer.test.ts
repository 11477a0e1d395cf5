import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Tokenizer as HuggingFaceTokenizer } from '@huggingface/tokenizers'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shippedEmbeddingModel, shippedModelsFolder } from '../catalog.ts'
import { loadTokenizer } from './tokenizer.ts'

const folder = join(shippedModelsFolder, shippedEmbeddingModel.id)
const reference = new HuggingFaceTokenizer(read('tokenizer.json'), read('tokenizer_config.json'))
const tokenizer = loadTokenizer()

test('a text is given the ids which BERT is trained on', () => {
  const texts = ['Hello world', 'unaffable', 'Naïve café', '', '中文', 'x'.repeat(101)]

  expect(texts.map((text) => tokenizer.encode(text))).toEqual([
    [101, 7592, 2088, 102],
    [101, 14477, 20961, 3468, 102],
    [101, 15743, 7668, 102],
    [101, 102],
    [101, 1746, 1861, 102],
    [101, 100, 102],
  ])
})

test('any text has the ids and the count of the reference tokenizer, remembered or not', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.string({ unit: 'grapheme', maxLength: 200 }),
    fc
      .array(
        fc.constantFrom(
          're',
          'search',
          ' ',
          '\n',
          '\t',
          '\u00a0',
          '\ufeff',
          '\u0301',
          '[SEP]',
          '##',
          '中',
          "don't",
          'É',
          '\u0000',
        ),
        { maxLength: 60 },
      )
      .map((parts) => parts.join('')),
  )

  fc.assert(
    fc.property(anything, (text) => {
      const { ids } = reference.encode(text)
      expect([tokenizer.encode(text), tokenizer.count(text)]).toEqual([cut(ids), ids.length - 2])
    }),
    { numRuns: 2000 },
  )
})

test('a text longer than the model takes is cut there and still ends with the closing token', () => {
  const ids = tokenizer.encode('A word and another. '.repeat(400))

  expect({ length: ids.length, first: ids[0], last: ids.at(-1), uncut: tokenizer.count('word '.repeat(1000)) }).toEqual(
    {
      length: 256,
      first: 101,
      last: 102,
      uncut: 1000,
    },
  )
})

function cut(ids: readonly number[]): readonly number[] {
  return ids.length <= 256 ? ids : [...ids.slice(0, 255), 102]
}

function read(file: string): object {
  return JSON.parse(readFileSync(join(folder, file), 'utf8'))
}
