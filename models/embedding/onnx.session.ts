import { readFile } from 'node:fs/promises'
import type { InferenceSession, Tensor } from 'onnxruntime-node'

export type OnnxRuntime = 'native' | 'wasm'

/** Which of the vectors of a text's tokens stand for the text. */
export type Pooling = 'mean' | 'cls' | 'last' | 'max'

/** What is read from a run: the unit vector of a text, or the logits of a model that judges, as they are. */
export type Reading = Pooling | 'logits'

export interface OnnxSession {
  readonly runtime: OnnxRuntime
  /** What was to be read for one text, given as the ids of its tokens; `types` tells its second part from its first. */
  run(ids: readonly number[], types?: readonly number[]): Promise<Float32Array<ArrayBuffer>>
  close(): Promise<void>
}

export interface OnnxSessionOptions {
  readonly modelPath: string
  /** Left out: the mean. Graphs that pool by themselves are left to it. */
  readonly reading?: Reading
  /** Left out, WASM is taken where the native runtime has no binary that loads. */
  readonly runtime?: OnnxRuntime
  /** Threads that share one run; more than 1 is slower per core than more sessions. */
  readonly threads?: number
}

/** Opens a model to run one text at a time in the thread that calls this. */
export async function openOnnxSession(options: OnnxSessionOptions): Promise<OnnxSession> {
  const { runtime, session, TensorOf } = await open(options)
  const { reading = 'mean' } = options
  const strange = session.inputNames.filter((name) => !(name in inputs))
  if (strange.length > 0) throw new Error(`The model wants ${strange.join(', ')}`)
  return { runtime, run, close: () => session.release() }

  async function run(ids: readonly number[], types: readonly number[] = []): Promise<Float32Array<ArrayBuffer>> {
    const shape = [1, ids.length]
    const valuesFor = (name: string) => BigInt64Array.from(ids, (id, at) => BigInt(inputs[name]?.(id, at, types) ?? 0))
    const fed = session.inputNames.map((name) => [name, new TensorOf('int64', valuesFor(name), shape)] as const)
    const outputs = await session.run(Object.fromEntries(fed))
    if (reading === 'logits') return logitsOf(outputs)
    const whole = outputs['sentence_embedding']
    if (whole?.data instanceof Float32Array) return unit(Float32Array.from(whole.data))
    const states = outputs['last_hidden_state'] ?? outputs['token_embeddings']
    if (!(states?.data instanceof Float32Array)) throw new Error('The model gave no last_hidden_state')
    return unit(pools[reading](states.data, ids.length))
  }
}

/** What a graph may ask for besides the tokens; one text at a time has no padding, and most have no second part. */
const inputs: Readonly<Record<string, (id: number, position: number, types: readonly number[]) => number>> = {
  input_ids: (id) => id,
  attention_mask: () => 1,
  token_type_ids: (_id, position, types) => types[position] ?? 0,
  position_ids: (_, position) => position,
}

function logitsOf(outputs: InferenceSession.OnnxValueMapType): Float32Array<ArrayBuffer> {
  const values = Object.values(outputs)
  const logits = outputs['logits'] ?? (values.length === 1 ? values[0] : undefined)
  if (!(logits?.data instanceof Float32Array)) throw new Error('The model gave no logits')
  return Float32Array.from(logits.data)
}

const pools: Readonly<Record<Pooling, (states: Float32Array, tokens: number) => Float32Array<ArrayBuffer>>> = {
  mean,
  max,
  cls: (states, tokens) => Float32Array.from(states.subarray(0, states.length / tokens)),
  last: (states, tokens) => Float32Array.from(states.subarray(states.length - states.length / tokens)),
}

interface Opened {
  readonly runtime: OnnxRuntime
  readonly session: InferenceSession
  readonly TensorOf: typeof Tensor
}

async function open({ modelPath, runtime: wish, threads = 1 }: OnnxSessionOptions): Promise<Opened> {
  const native = wish === 'wasm' ? null : await importNative(wish)
  if (native) {
    const session = await native.InferenceSession.create(modelPath, {
      executionProviders: ['cpu'],
      executionMode: 'sequential',
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      graphOptimizationLevel: 'all',
    })
    return { runtime: 'native', session, TensorOf: native.Tensor }
  }
  const web = await import('onnxruntime-web')
  web.env.wasm.numThreads = threads
  const session = await web.InferenceSession.create(await readFile(modelPath), {
    executionProviders: ['wasm'],
    graphOptimizationLevel: 'all',
  })
  return { runtime: 'wasm', session, TensorOf: web.Tensor }
}

async function importNative(wish: OnnxRuntime | undefined) {
  // 1.24 and later ship no binary for Intel Macs; elsewhere a C library that is too old or musl keeps it from loading.
  if (wish === undefined && process.platform === 'darwin' && process.arch === 'x64') return null
  try {
    return await import('onnxruntime-node')
  } catch (error) {
    if (wish === 'native') throw error
    return null
  }
}

// One text at a time has no padding: every position counts, as the mask of ones says.
function mean(states: Float32Array, tokens: number): Float32Array<ArrayBuffer> {
  const dimensions = states.length / tokens
  const sums = new Float64Array(dimensions)
  for (let token = 0; token < tokens; token++) {
    const start = token * dimensions
    for (let i = 0; i < dimensions; i++) sums[i] = (sums[i] ?? 0) + (states[start + i] ?? 0)
  }
  return Float32Array.from(sums, (sum) => sum / tokens)
}

function max(states: Float32Array, tokens: number): Float32Array<ArrayBuffer> {
  const dimensions = states.length / tokens
  const most = Float32Array.from(states.subarray(0, dimensions))
  for (let i = dimensions; i < states.length; i++) {
    most[i % dimensions] = Math.max(most[i % dimensions] ?? 0, states[i] ?? 0)
  }
  return most
}

function unit(vector: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  const length = Math.hypot(...vector)
  return length > 0 ? vector.map((value) => value / length) : vector
}
