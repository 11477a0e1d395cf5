import { type GgufTensor, writeGguf } from './gguf.ts'

export interface ScriptedModel {
  readonly file: Buffer
  /** For `template` of `POST /api/create`: it ends with the token that starts the text. */
  readonly template: string
  /** How many tokens the text has. */
  readonly tokens: number
}

const headSize = 64
const feedForward = 64
const begin = '<|answer|>'
const kinds = { normal: 1, unknown: 2, control: 3, unused: 5, byte: 6 } as const

/**
 * A llama model of one block whose weights write one given text, whatever it is asked. Attention and feed-forward are zero and the
 * embedding is the identity, so the next token is a function of the present one; `output` names it.
 */
export function createScriptedModel(text: string): ScriptedModel {
  const pieces = uniquePieces(text)
  const names = [
    '<unk>',
    '<s>',
    '</s>',
    ...Array.from({ length: 256 }, (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`),
    begin,
    ...pieces.map((piece) => piece.replaceAll(' ', '▁')),
  ]
  const size = Math.ceil(names.length / headSize) * headSize
  const vocabulary = [...names, ...Array.from({ length: size - names.length }, (_, index) => `<unused${index}>`)]
  const first = names.indexOf(begin)
  const chain = [first, ...pieces.map((_, index) => first + 1 + index), 2]
  return {
    file: writeGguf({ metadata: metadataOf(vocabulary, names.length, size), tensors: tensorsOf(size, chain) }),
    template: `{{- range .Messages }}{{ .Role }}: {{ .Content }}\n{{ end }}${begin}`,
    tokens: pieces.length,
  }
}

/** The words of a text with the space before them; a piece that comes again is joined with what follows, for tokens are unique. */
export function uniquePieces(text: string): string[] {
  const pieces: string[] = []
  let held = ''
  for (const word of text.match(/\s?\S+|\s/g) ?? []) {
    held += word
    if (pieces.includes(held)) continue
    pieces.push(held)
    held = ''
  }
  // What is left repeats an earlier piece: it belongs to the last one.
  const last = pieces.pop()
  return last === undefined ? [] : [...pieces, last + held]
}

function metadataOf(vocabulary: readonly string[], used: number, size: number) {
  const typeOf = (name: string, index: number) => {
    if (index === 0) return kinds.unknown
    if (index < 3 || name === begin) return kinds.control
    if (index < 259) return kinds.byte
    return index < used ? kinds.normal : kinds.unused
  }
  return {
    'general.architecture': 'llama',
    'general.name': 'scripted',
    'general.file_type': { uint32: 0 },
    'llama.block_count': { uint32: 1 },
    'llama.context_length': { uint32: 32_768 },
    'llama.embedding_length': { uint32: size },
    'llama.feed_forward_length': { uint32: feedForward },
    'llama.attention.head_count': { uint32: size / headSize },
    'llama.attention.head_count_kv': { uint32: size / headSize },
    'llama.attention.layer_norm_rms_epsilon': { float32: 1e-6 },
    'llama.rope.dimension_count': { uint32: headSize },
    'llama.vocab_size': { uint32: size },
    'tokenizer.ggml.model': 'llama',
    'tokenizer.ggml.tokens': vocabulary,
    // A very low score keeps prompts from being cut into the pieces of the text.
    'tokenizer.ggml.scores': { float32s: vocabulary.map((_, index) => (index < 259 ? 0 : -1e6)) },
    'tokenizer.ggml.token_type': { int32s: vocabulary.map(typeOf) },
    'tokenizer.ggml.unknown_token_id': { uint32: 0 },
    'tokenizer.ggml.bos_token_id': { uint32: 1 },
    'tokenizer.ggml.eos_token_id': { uint32: 2 },
    'tokenizer.ggml.add_bos_token': false,
    'tokenizer.ggml.add_space_prefix': false,
  }
}

function tensorsOf(size: number, chain: readonly number[]): readonly GgufTensor[] {
  const square = [size, size]
  const output = new Float32Array(size * size)
  chain.slice(1).forEach((next, index) => {
    output[next * size + (chain[index] ?? 0)] = 1
  })
  const identity = Float32Array.from({ length: size * size }, (_, at) => (at % (size + 1) === 0 ? 1 : 0))
  const zeros = (name: string, shape: readonly number[]) => ({
    name,
    shape,
    data: new Float32Array(shape.reduce((product, length) => product * length, 1)),
  })
  const ones = (name: string) => ({ name, shape: [size], data: new Float32Array(size).fill(1) })
  return [
    { name: 'token_embd.weight', shape: square, data: identity },
    ones('output_norm.weight'),
    { name: 'output.weight', shape: square, data: output },
    ones('blk.0.attn_norm.weight'),
    ones('blk.0.ffn_norm.weight'),
    ...['attn_q', 'attn_k', 'attn_v', 'attn_output'].map((name) => zeros(`blk.0.${name}.weight`, square)),
    zeros('blk.0.ffn_gate.weight', [size, feedForward]),
    zeros('blk.0.ffn_up.weight', [size, feedForward]),
    zeros('blk.0.ffn_down.weight', [feedForward, size]),
  ]
}
