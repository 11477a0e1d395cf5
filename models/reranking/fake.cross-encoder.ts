import { cp, mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { shippedEmbeddingModel, shippedModelsFolder } from '../catalog.ts'

/** `sound`: a pair's logit is how many tokens both texts share. The others have that turned round, or twice. */
export type FakeCrossEncoder = 'sound' | 'turned-round' | 'two-logits' | 'no-number'

/** A folder with a real tokenizer and a real ONNX graph, a tiny cross-encoder, for tests. The caller removes it. */
export async function createCrossEncoderFolder(kind: FakeCrossEncoder = 'sound', graph = 'onnx/model.onnx') {
  const folder = await mkdtemp(join(tmpdir(), 'alcove-cross-encoder-'))
  for (const name of ['tokenizer.json', 'tokenizer_config.json', 'config.json']) {
    await cp(join(shippedModelsFolder, shippedEmbeddingModel.id, name), join(folder, name))
  }
  await mkdir(join(folder, graph, '..'), { recursive: true })
  await writeFile(join(folder, graph), graphOf(kind))
  return folder
}

/** What becomes of the number of shared tokens, `s` of shape [1, 1]. */
const endings: Readonly<Record<FakeCrossEncoder, readonly Uint8Array[]>> = {
  sound: [node('Identity', ['s'], 'logits')],
  'turned-round': [node('Neg', ['s'], 'logits')],
  'two-logits': [node('Concat', ['s', 's'], 'logits', [number('axis', 1)])],
  'no-number': [node('Neg', ['s'], 'below'), node('Log', ['below'], 'logits')],
}

function graphOf(kind: FakeCrossEncoder): Uint8Array {
  const nodes = [
    node('Unsqueeze', ['input_ids'], 'rows', [numbers('axes', [2])]),
    node('Unsqueeze', ['input_ids'], 'columns', [numbers('axes', [1])]),
    node('Equal', ['rows', 'columns'], 'equal'),
    node('Cast', ['equal'], 'same', [number('to', float)]),
    node('Cast', ['token_type_ids'], 'second', [number('to', bool)]),
    node('Not', ['second'], 'first'),
    node('Cast', ['second'], 'told', [number('to', float)]),
    node('Cast', ['first'], 'asked', [number('to', float)]),
    node('Unsqueeze', ['asked'], 'left', [numbers('axes', [1])]),
    node('Unsqueeze', ['told'], 'right', [numbers('axes', [2])]),
    node('MatMul', ['left', 'same'], 'counted'),
    node('MatMul', ['counted', 'right'], 'shared'),
    node('ReduceSum', ['shared'], 's', [numbers('axes', [2]), number('keepdims', 0)]),
    ...endings[kind],
  ]
  const graph = bytes([
    ...nodes.map((one) => field(1, one)),
    field(2, text('shared-tokens')),
    ...['input_ids', 'attention_mask', 'token_type_ids'].map((name) => field(11, tensor(name, int64))),
    field(12, tensor('logits', float)),
  ])
  const operators = bytes([field(1, text('')), whole(2, 12)])
  return bytes([whole(1, 7), field(7, graph), field(8, operators)])
}

// The few messages of onnx.proto that such a graph needs, by the numbers of their fields.
const [float, int64, bool] = [1, 7, 9]

function node(operator: string, inputs: readonly string[], output: string, attributes: readonly Uint8Array[] = []) {
  return bytes([
    ...inputs.map((name) => field(1, text(name))),
    field(2, text(output)),
    field(4, text(operator)),
    ...attributes.map((attribute) => field(5, attribute)),
  ])
}

function number(name: string, value: number): Uint8Array {
  return bytes([field(1, text(name)), whole(3, value), whole(20, 2)])
}

function numbers(name: string, values: readonly number[]): Uint8Array {
  return bytes([field(1, text(name)), ...values.map((value) => whole(8, value)), whole(20, 7)])
}

/** A tensor of one row, as long as the text is. */
function tensor(name: string, type: number): Uint8Array {
  const shape = bytes([field(1, whole(1, 1)), field(1, field(2, text('n')))])
  return bytes([field(1, text(name)), field(2, field(1, bytes([whole(1, type), field(2, shape)])))])
}

function field(id: number, content: Uint8Array): Uint8Array {
  return bytes([varint(id * 8 + 2), varint(content.length), content])
}

function whole(id: number, value: number): Uint8Array {
  return bytes([varint(id * 8), varint(value)])
}

function varint(value: number): Uint8Array {
  return value < 128
    ? Uint8Array.of(value)
    : bytes([Uint8Array.of((value % 128) + 128), varint(Math.floor(value / 128))])
}

function text(value: string): Uint8Array {
  return new TextEncoder().encode(value)
}

function bytes(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]))
}
