import { cp, mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { shippedEmbeddingModel, shippedModelsFolder } from '../catalog.ts'
import { bool, float, int64, node, number, numbers, writeGraph } from '../fake.onnx.ts'

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
  const inputs = ['input_ids', 'attention_mask', 'token_type_ids']
  return writeGraph({
    name: 'shared-tokens',
    nodes,
    inputs: inputs.map((name) => ({ name, type: int64, shape: [1, 'n'] })),
    outputs: [{ name: 'logits', type: float, shape: [1, 'n'] }],
  })
}
