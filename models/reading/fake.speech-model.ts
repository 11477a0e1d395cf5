import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { float, int64, node, numbers, weights, writeGraph } from '../fake.onnx.ts'

const words = ['ĠThe', 'Ġtone', 'Ġwas', 'Ġlow', 'Ġhigh', '.']
const [end, start, noTimes] = [words.length, words.length + 1, words.length + 2]
/** Times stand in the vocabulary behind all words, a fiftieth of a second after the other. */
const zero = noTimes + 1
const oneSecond = zero + 50
const vocabulary = zero + 151
const bands = 80
/** Of the 80 bands, those of tones below 500 Hz. */
const lowBands = 14

/**
 * A folder with a whole speech model of the Whisper kind, real graphs and a real tokenizer, for tests. It says “The tone was low.”
 * or “The tone was high.”, whichever bands of the sound are the louder ones, and knows no other sentence. With another
 * number of bands than its graphs have it opens and fails when it is asked.
 */
export function writeSpeechModel(speechFolder: string, { bands: asked = bands } = {}): void {
  const folder = join(speechFolder, 'whisper-tones')
  mkdirSync(join(folder, 'onnx'), { recursive: true })
  for (const [file, content] of Object.entries({ ...configs(asked), 'tokenizer.json': tokenizer() })) {
    writeFileSync(join(folder, file), JSON.stringify(content))
  }
  writeFileSync(join(folder, 'onnx', 'encoder_model.onnx'), encoder())
  writeFileSync(join(folder, 'onnx', 'decoder_model_merged.onnx'), decoder())
}

/** How loud each band ever is. */
function encoder(): Uint8Array {
  return writeGraph({
    name: 'loudest',
    nodes: [
      node('ReduceMax', ['input_features'], 'loudest', [numbers('axes', [2])]),
      node('Transpose', ['loudest'], 'last_hidden_state', [numbers('perm', [0, 2, 1])]),
    ],
    inputs: [{ name: 'input_features', type: float, shape: [1, bands, 'frames'] }],
    outputs: [{ name: 'last_hidden_state', type: float, shape: [1, 1, bands] }],
  })
}

/** What follows each token, and which of two words the bands speak for. */
function decoder(): Uint8Array {
  return writeGraph({
    name: 'what-follows',
    nodes: [
      node('Gather', ['follows', 'input_ids'], 'expected'),
      node('MatMul', ['encoder_hidden_states', 'speaks'], 'heard'),
      node('Add', ['expected', 'heard'], 'logits'),
    ],
    inputs: [
      { name: 'input_ids', type: int64, shape: [1, 'tokens'] },
      { name: 'encoder_hidden_states', type: float, shape: [1, 1, bands] },
    ],
    outputs: [{ name: 'logits', type: float, shape: [1, 'tokens', vocabulary] }],
    weights: [weights('follows', follows()), weights('speaks', speaks())],
  })
}

function follows(): number[][] {
  const rows = Array.from({ length: vocabulary }, () => Array.from({ length: vocabulary }, () => 0))
  const pairs = [
    ...[
      [start, zero],
      [zero, 0],
      [0, 1],
      [1, 2],
      [2, 3],
      [2, 4],
    ],
    ...[
      [3, 5],
      [4, 5],
      [5, oneSecond],
      [oneSecond, end],
    ],
  ]
  for (const [before = 0, after = 0] of pairs) rows[before]?.splice(after, 1, 1_000)
  return rows
}

function speaks(): number[][] {
  return Array.from({ length: bands }, (_, band) => {
    const isLow = band < lowBands
    return Array.from({ length: vocabulary }, (_, token) => {
      if (token === 3) return isLow ? 1 / lowBands : 0
      return token === 4 && !isLow ? 1 / (bands - lowBands) : 0
    })
  })
}

const special = { bos_token_id: end, eos_token_id: end, pad_token_id: end, decoder_start_token_id: start }

const configs = (feature_size: number) => ({
  'config.json': {
    model_type: 'whisper',
    architectures: ['WhisperForConditionalGeneration'],
    is_encoder_decoder: true,
    ...special,
    ...{ vocab_size: vocabulary, num_mel_bins: bands, max_source_positions: 1_500, max_target_positions: 448 },
    ...{ d_model: 4, decoder_layers: 1, decoder_attention_heads: 1, encoder_layers: 1, encoder_attention_heads: 1 },
  },
  'generation_config.json': {
    ...special,
    is_multilingual: false,
    no_timestamps_token_id: noTimes,
    max_initial_timestamp_index: 50,
    max_length: 448,
  },
  'preprocessor_config.json': {
    feature_extractor_type: 'WhisperFeatureExtractor',
    processor_class: 'WhisperProcessor',
    ...{ chunk_length: 30, feature_size, hop_length: 160, n_fft: 400, n_samples: 480_000 },
    ...{ nb_max_frames: 3_000, padding_value: 0, sampling_rate: 16_000, return_attention_mask: false },
  },
  'tokenizer_config.json': { tokenizer_class: 'WhisperTokenizer', clean_up_tokenization_spaces: false },
})

function tokenizer() {
  const names = ['<|endoftext|>', '<|startoftranscript|>', '<|notimestamps|>']
  return {
    version: '1.0',
    added_tokens: names.map((content, index) => ({
      ...{ id: end + index, content, special: true },
      ...{ single_word: false, lstrip: false, rstrip: false, normalized: false },
    })),
    normalizer: null,
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true },
    post_processor: null,
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true },
    model: { type: 'BPE', vocab: Object.fromEntries(words.map((word, id) => [word, id])), merges: [] },
  }
}
