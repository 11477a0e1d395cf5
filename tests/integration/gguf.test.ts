import { expect, test } from 'vitest'
import { readGguf } from '../ollama/gguf.ts'
import { createScriptedModel, uniquePieces } from '../ollama/scripted-model.ts'

const text = 'The lease ends on 31 March 2027 [1]. The lease ends soon, and the lease ends well [2].'

test('a scripted model read back from its file writes its text, token by token', () => {
  const { file, tokens } = createScriptedModel(text)
  const { metadata, tensors } = readGguf(file)

  const names = metadata['tokenizer.ggml.tokens'] as readonly string[]
  const output = tensors.find(({ name }) => name === 'output.weight')
  const written: string[] = []
  for (let token = names.indexOf('<|answer|>'); written.length < 100; ) {
    // The hidden state is the embedding of the token alone, so the next one is where its column is largest.
    token = names.findIndex((_, next) => output?.data[next * names.length + token] === 1)
    if (names[token] === '</s>') break
    written.push(names[token] ?? '')
  }

  expect({ text: written.join('').replaceAll('▁', ' '), tokens, unique: new Set(names).size === names.length }).toEqual(
    {
      text,
      tokens: written.length,
      unique: true,
    },
  )
})

test('a scripted model is a small llama of one block whose sizes agree', () => {
  const { file } = createScriptedModel(text)
  const { metadata, tensors } = readGguf(file)

  expect({
    megabytes: Math.round(file.length / 100_000) / 10,
    architecture: metadata['general.architecture'],
    size: metadata['llama.embedding_length'],
    shapes: Object.fromEntries(tensors.map(({ name, shape }) => [name.replace('.weight', ''), shape.join('x')])),
  }).toEqual({
    megabytes: 2.7,
    architecture: 'llama',
    size: { uint32: 320 },
    shapes: {
      token_embd: '320x320',
      output_norm: '320',
      output: '320x320',
      'blk.0.attn_norm': '320',
      'blk.0.ffn_norm': '320',
      'blk.0.attn_q': '320x320',
      'blk.0.attn_k': '320x320',
      'blk.0.attn_v': '320x320',
      'blk.0.attn_output': '320x320',
      'blk.0.ffn_gate': '320x64',
      'blk.0.ffn_up': '320x64',
      'blk.0.ffn_down': '64x320',
    },
  })
})

test('pieces are unique and are the text when joined, also when it only repeats', () => {
  const pieces = uniquePieces('a b a b a b')

  expect({ joined: pieces.join(''), unique: new Set(pieces).size === pieces.length }).toEqual({
    joined: 'a b a b a b',
    unique: true,
  })
})
