import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'

/** In the order in which they are preferred: int8 is a third of the size, and the difference is small. */
const graphNames = ['model_quantized.onnx', 'model_int8.onnx', 'model.onnx']

/** The graph to run of a transformers.js model on disk, as a path in its folder; null where the folder holds no such model. */
export async function graphIn(
  folder: string,
  beside: readonly string[] = ['config.json', 'tokenizer.json'],
): Promise<string | null> {
  for (const needed of beside) if (!(await isFile(join(folder, needed)))) return null
  for (const inner of ['onnx', '.']) {
    const names: readonly string[] = await readdir(join(folder, inner)).catch(() => [])
    const wanted = graphNames.find((name) => names.includes(name)) ?? names.toSorted().find(isGraph)
    if (wanted) return inner === '.' ? wanted : `${inner}/${wanted}`
  }
  return null
}

function isGraph(name: string): boolean {
  return name.endsWith('.onnx')
}

/** What decides about a model's vectors, besides the graph; those that are missing are left out. */
const settingFiles = [
  'config.json',
  'tokenizer.json',
  'tokenizer_config.json',
  'special_tokens_map.json',
  'sentence_bert_config.json',
  'config_sentence_transformers.json',
  '1_Pooling/config.json',
]

const hashesOfFiles = new Map<
  string,
  { readonly bytes: number; readonly modifiedAt: number; readonly sha256: string }
>()

/** One SHA-256 over all files that decide about a model's vectors: another byte in one of them is another model. */
export async function hashOfModel(folder: string, graph: string): Promise<string> {
  const hash = createHash('sha256')
  // Weights above two gigabytes lie in a file beside the graph.
  for (const name of [...settingFiles, graph, `${graph}_data`, `${graph}.data`]) {
    const sha256 = await hashOfFile(join(folder, name))
    if (sha256 !== null) hash.update(`${name} ${sha256}\n`)
  }
  return hash.digest('hex')
}

/** Remembered by size and time of change, because weights are large and asked for often. */
async function hashOfFile(path: string): Promise<string | null> {
  const found = await stat(path).catch(() => null)
  if (!found?.isFile()) return null
  const known = hashesOfFiles.get(path)
  if (known && known.bytes === found.size && known.modifiedAt === found.mtimeMs) return known.sha256
  const hash = createHash('sha256')
  await pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), hash)
  const sha256 = hash.digest('hex')
  hashesOfFiles.set(path, { bytes: found.size, modifiedAt: found.mtimeMs, sha256 })
  return sha256
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isFile() ?? false
}
