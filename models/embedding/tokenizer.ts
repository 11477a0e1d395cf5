import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Tokenizer as HuggingFaceTokenizer } from '@huggingface/tokenizers'
import { LRUCache } from 'lru-cache'
import { type EmbeddingModel, shippedEmbeddingModel, shippedModelsFolder } from '../catalog.ts'

export interface Tokenizer {
  /** The ids the model is given: special tokens at both ends, cut at what the model can take. */
  encode(text: string): readonly number[]
  /** How many tokens a text has, uncut and without the special ones. */
  count(text: string): number
}

export interface TokenizerOptions {
  readonly model?: EmbeddingModel
  readonly modelsFolder?: string
}

/** Loads a model's tokenizer without the model: for cutting texts by tokens in a thread that embeds nothing. */
export function loadTokenizer({
  model = shippedEmbeddingModel,
  modelsFolder = shippedModelsFolder,
}: TokenizerOptions = {}): Tokenizer {
  const folder = join(modelsFolder, model.id)
  const reference = new HuggingFaceTokenizer(
    readJson(join(folder, 'tokenizer.json')),
    readJson(join(folder, 'tokenizer_config.json')),
  )
  const [first = 0, last = 0] = reference.encode('').ids
  // BERT's tokenizer never looks across these four, so words can be remembered: 13 times as fast, to the same ids.
  const idsByWord = new LRUCache<string, readonly number[]>({ max: 30_000 })

  return { encode, count }

  function encode(text: string): readonly number[] {
    const ids = [first]
    for (const word of wordsOf(text)) {
      for (const id of idsOf(word)) {
        if (ids.length === model.maxTokens - 1) return [...ids, last]
        ids.push(id)
      }
    }
    ids.push(last)
    return ids
  }

  function count(text: string): number {
    let tokens = 0
    for (const word of wordsOf(text)) tokens += idsOf(word).length
    return tokens
  }

  function idsOf(word: string): readonly number[] {
    if (word.length > 40) return reference.encode(word, { add_special_tokens: false }).ids
    const known = idsByWord.get(word)
    if (known) return known
    const ids = reference.encode(word, { add_special_tokens: false }).ids
    idsByWord.set(word, ids)
    return ids
  }
}

/** Loads the tokenizer of any model, as it is: nothing is known of where it may be cut, so nothing is remembered. */
export function loadAnyTokenizer({
  folder,
  maxTokens,
}: {
  readonly folder: string
  readonly maxTokens: number
}): Tokenizer {
  const reference = openTokenizer(folder)
  const [before, after] = specialTokens(reference)
  const room = Math.max(1, maxTokens - before.length - after.length)
  return { encode: (text) => [...before, ...plain(text).slice(0, room), ...after], count: (text) => plain(text).length }

  function plain(text: string): readonly number[] {
    return reference.encode(text, { add_special_tokens: false }).ids
  }
}

/** The tokenizer in a model's folder, with nothing added to it or left out. */
export function openTokenizer(folder: string): HuggingFaceTokenizer {
  return new HuggingFaceTokenizer(
    readJson(join(folder, 'tokenizer.json')),
    existsSync(join(folder, 'tokenizer_config.json')) ? readJson(join(folder, 'tokenizer_config.json')) : {},
  )
}

/** What the tokenizer puts before and after every text. */
function specialTokens(tokenizer: HuggingFaceTokenizer): readonly [readonly number[], readonly number[]] {
  const whole: readonly number[] = tokenizer.encode('a').ids
  const inner: readonly number[] = tokenizer.encode('a', { add_special_tokens: false }).ids
  const start = whole.findIndex((_, index) => inner.every((id, offset) => whole[index + offset] === id))
  if (start === -1) throw new Error('The tokenizer changes a text by its special tokens')
  return [whole.slice(0, start), whole.slice(start + inner.length)]
}

function* wordsOf(text: string): Generator<string> {
  for (const [word] of text.matchAll(/[^ \t\n\r]+/g)) yield word
}

function readJson(path: string): object {
  return JSON.parse(readFileSync(path, 'utf8'))
}
