import type { Tokenizer } from '@huggingface/tokenizers'
import { openTokenizer } from '../embedding/tokenizer.ts'

/** A question and a passage as a model reads them. */
export interface TokenPair {
  readonly ids: readonly number[]
  /** For each token, to which of the two it belongs, as the model was taught it. */
  readonly types: readonly number[]
}

export interface PairTokenizer {
  /** Both with their special tokens; cut at what the model can take, of which the question gets half at most. */
  encode(question: string, passage: string): TokenPair
}

export interface PairTokenizerOptions {
  readonly folder: string
  readonly maxTokens: number
}

/** Loads the tokenizer in a folder for pairs of texts; throws where it is none, or has no way to join two. */
export function loadPairTokenizer({ folder, maxTokens }: PairTokenizerOptions): PairTokenizer {
  const tokenizer = openTokenizer(folder)
  const { before, first, between, second, after } = layoutOf(tokenizer)
  const room = Math.max(2, maxTokens - before.ids.length - between.ids.length - after.ids.length)
  return { encode }

  // The library joins two texts as well, but cuts neither, and what is cut must not be the last special token.
  function encode(question: string, passage: string): TokenPair {
    const asked = plain(tokenizer, question).slice(0, Math.ceil(room / 2))
    const told = plain(tokenizer, passage).slice(0, room - asked.length)
    return {
      ids: [...before.ids, ...asked, ...between.ids, ...told, ...after.ids],
      types: [...before.types, ...asked.map(() => first), ...between.types, ...told.map(() => second), ...after.types],
    }
  }
}

interface Layout {
  readonly before: TokenPair
  readonly first: number
  readonly between: TokenPair
  readonly second: number
  readonly after: TokenPair
}

/** What stands around and between the texts of a pair, seen from one that is short. */
function layoutOf(tokenizer: Tokenizer): Layout {
  const { ids, token_type_ids: types = [] } = tokenizer.encode('a', { text_pair: 'b', return_token_type_ids: true })
  const [a, b] = [plain(tokenizer, 'a'), plain(tokenizer, 'b')]
  const start = placeOf(a, ids, 0)
  const end = start + a.length
  const next = placeOf(b, ids, end)
  if (a.length === 0 || b.length === 0 || start === -1 || next === -1) {
    throw new Error('The tokenizer has no way to join two texts')
  }
  const part = (from: number, to: number) => ({ ids: ids.slice(from, to), types: typesOf(types, from, to) })
  return {
    before: part(0, start),
    first: types[start] ?? 0,
    between: part(end, next),
    second: types[next] ?? 0,
    after: part(next + b.length, ids.length),
  }
}

/** A tokenizer that tells no types apart means that all are 0. */
function typesOf(types: readonly number[], from: number, to: number): readonly number[] {
  return Array.from({ length: to - from }, (_, index) => types[from + index] ?? 0)
}

function placeOf(part: readonly number[], ids: readonly number[], from: number): number {
  return ids.findIndex((_, index) => index >= from && part.every((id, offset) => ids[index + offset] === id))
}

function plain(tokenizer: Tokenizer, text: string): readonly number[] {
  return tokenizer.encode(text, { add_special_tokens: false }).ids
}
