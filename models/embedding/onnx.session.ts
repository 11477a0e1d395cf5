import { readFile } from 'node:fs/promises'
import type { InferenceSession, Tensor } from 'onnxruntime-node'

export type OnnxRuntime = 'native' | 'wasm'

export interface OnnxSession {
  readonly runtime: OnnxRuntime
  /** The unit vector of one text, given as the ids of its tokens. */
  run(ids: readonly number[]): Promise<Float32Array<ArrayBuffer>>
  close(): Promise<void>
}

export interface OnnxSessionOptions {
  readonly modelPath: string
  /** Left out, WASM is taken where the native runtime has no binary that loads. */
  readonly runtime?: OnnxRuntime
  /** Threads that share one run; more than 1 is slower per core than more sessions. */
  readonly threads?: number
}

/** Opens a model to run one text at a time in the thread that calls this. */
export async function openOnnxSession(options: OnnxSessionOptions): Promise<OnnxSession> {
  const { runtime, session, TensorOf } = await open(options)
  return { runtime, run, close: () => session.release() }

  async function run(ids: readonly number[]): Promise<Float32Array<ArrayBuffer>> {
    const shape = [1, ids.length]
    const outputs = await session.run({
      input_ids: new TensorOf('int64', BigInt64Array.from(ids, BigInt), shape),
      attention_mask: new TensorOf('int64', new BigInt64Array(ids.length).fill(1n), shape),
      token_type_ids: new TensorOf('int64', new BigInt64Array(ids.length), shape),
    })
    const states = outputs.last_hidden_state
    if (!(states?.data instanceof Float32Array)) throw new Error('The model gave no last_hidden_state')
    return unit(mean(states.data, ids.length))
  }
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

function unit(vector: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  const length = Math.hypot(...vector)
  return length > 0 ? vector.map((value) => value / length) : vector
}
