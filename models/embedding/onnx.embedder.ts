import { hash } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { LRUCache } from 'lru-cache'
import { type Failure, fail, ok, type Result } from '#contract/result'
import { type EmbeddingModel, shippedEmbeddingModel, shippedModelsFolder } from '../catalog.ts'
import type { Embedder, Purpose } from './embedder.ts'
import { type EmbeddingThread, startEmbeddingThread } from './embedding-thread.ts'
import { findDamage, type ModelDamaged } from './model-files.ts'
import type { OnnxRuntime, Pooling } from './onnx.session.ts'
import { noPrefixes, type Prefixes } from './prefixes.ts'
import { createThreadFlags, stopThreadsAtExit } from './thread-flags.ts'
import { createThreadPool, type Place, type ThreadPool } from './thread-pool.ts'
import { loadTokenizer, type Tokenizer } from './tokenizer.ts'

export interface EmbedderOptions {
  /** Threads, each with a session of its own: one per core for a library, 1 for questions. */
  readonly sessions?: number
  readonly model?: EmbeddingModel
  /** The folder that holds a folder per model. */
  readonly modelsFolder?: string
  /** Left out, WASM is taken only where the native runtime does not load. */
  readonly runtime?: OnnxRuntime
}

export interface OnnxEmbedder extends Embedder {
  readonly runtime: OnnxRuntime
  readonly sessions: number
  /** How many tokens of the model a text has, without the special ones. */
  countTokens(text: string): number
  /** Texts inside the threads now; the rest of what was asked waits outside. */
  inFlight(): number
}

/** The files are as released, and still neither runtime opens them on this machine. */
export interface ModelCannotRun extends Failure<'MODEL_CANNOT_RUN'> {
  readonly modelId: string
}

export type EmbedderFailure = ModelDamaged | ModelCannotRun

/** Checks a model's files against their hashes and starts its threads. Nothing is ever fetched. */
export async function createEmbedder({
  sessions = availableParallelism(),
  model = shippedEmbeddingModel,
  modelsFolder = shippedModelsFolder,
  runtime,
}: EmbedderOptions = {}): Promise<Result<OnnxEmbedder, EmbedderFailure>> {
  const damage = await findDamage(model, join(modelsFolder, model.id))
  if (damage) return fail(damage)

  const started = await startOnnxEmbedder({
    id: `${model.id}@${model.revision}`,
    dimensions: model.dimensions,
    languages: model.languages,
    modelPath: join(modelsFolder, model.id, model.graph),
    openTokenizer: () => loadTokenizer({ model, modelsFolder }),
    sessions,
    runtime,
  })
  return started.ok ? started : fail({ ...started.failure, modelId: model.id })
}

export interface OnnxParts extends Pick<Embedder, 'id' | 'languages'> {
  /** Null while nobody knows them yet: then the embedder is only for finding out. */
  readonly dimensions: number | null
  readonly modelPath: string
  /** Called while the threads start. */
  readonly openTokenizer: () => Tokenizer
  readonly sessions: number
  readonly runtime?: OnnxRuntime | undefined
  readonly pooling?: Pooling
  readonly prefixes?: Prefixes
}

/** Starts the threads of a model whose files are known to be the right ones. */
export async function startOnnxEmbedder(parts: OnnxParts): Promise<Result<OnnxEmbedder, ModelCannotRun>> {
  const { id, modelPath, openTokenizer, sessions, runtime, pooling } = parts
  const flagsOfThreads = Array.from({ length: Math.max(1, sessions) }, createThreadFlags)
  const forget = stopThreadsAtExit(flagsOfThreads)
  const starting = Promise.allSettled(
    flagsOfThreads.map((flags) => startEmbeddingThread({ modelPath, runtime, reading: pooling, flags })),
  )
  const tokenizer = openTokenizer()
  const starts = await starting
  const threads = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []))
  const pool = createThreadPool(threads)
  const refused = starts.find((start) => start.status === 'rejected')
  if (refused) {
    await close()
    return fail({ code: 'MODEL_CANNOT_RUN', message: String(refused.reason), modelId: id })
  }
  return ok(embedderOf({ ...parts, tokenizer, threads, pool, close }))

  async function close(): Promise<void> {
    await pool.close()
    forget()
  }
}

interface Started extends OnnxParts {
  readonly tokenizer: Tokenizer
  readonly threads: readonly EmbeddingThread[]
  readonly pool: ThreadPool
  readonly close: () => Promise<void>
}

function embedderOf({ tokenizer, threads, pool, close, prefixes = noPrefixes, ...about }: Started): OnnxEmbedder {
  // For questions asked again; the vectors of passages are kept in the database.
  const vectorsByHash = new LRUCache<string, Float32Array<ArrayBuffer>>({ max: 512 })

  return {
    id: about.id,
    dimensions: about.dimensions ?? 0,
    languages: about.languages,
    runtime: threads[0]?.runtime ?? 'native',
    sessions: threads.length,
    embed,
    countTokens: tokenizer.count,
    inFlight: pool.inFlight,
    close,
  }

  async function embed(
    texts: readonly string[],
    signal?: AbortSignal,
    purpose: Purpose = 'passage',
  ): Promise<readonly Float32Array[]> {
    signal?.throwIfAborted()
    const prefix = prefixes[purpose]
    const whole = prefix === '' ? texts : texts.map((text) => prefix + text)
    const stop = new AbortController()
    const { promise: stopped, reject } = Promise.withResolvers<never>()
    stop.signal.addEventListener('abort', () => reject(stop.signal.reason), { once: true })
    const forward = () => stop.abort(signal?.reason)
    signal?.addEventListener('abort', forward, { once: true })
    try {
      // Racing, because an abort must not wait for the texts that are already inside the threads.
      return await Promise.race([embedInOrder(whole, stop), stopped])
    } finally {
      signal?.removeEventListener('abort', forward)
    }
  }

  async function embedInOrder(texts: readonly string[], stop: AbortController): Promise<readonly Float32Array[]> {
    const vectors: (Float32Array | Promise<Float32Array>)[] = []
    for (const text of texts) {
      const key = hash('sha256', text)
      const known = vectorsByHash.get(key)
      if (known) {
        vectors.push(known.slice())
        continue
      }
      const place = await pool.acquire(stop.signal)
      const vector = runAndKeep(place, key, text)
      vector.catch((error) => stop.abort(error))
      vectors.push(vector)
    }
    return Promise.all(vectors)
  }

  async function runAndKeep(place: Place, key: string, text: string): Promise<Float32Array> {
    const vector = await place(tokenizer.encode(text))
    vectorsByHash.set(key, vector)
    return vector.slice()
  }
}
