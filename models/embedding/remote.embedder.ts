import { setTimeout as pause } from 'node:timers/promises'
import { ZodError } from 'zod'
import { isConnectionError, isNobodyThere, ModelFault } from '../chat/model-fault.ts'
import type { Embedder, Purpose } from './embedder.ts'
import { EmbedderFault } from './embedder-fault.ts'
import type { Prefixes } from './prefixes.ts'
import { unitVectors } from './unit-vectors.ts'

/** Milliseconds, and pauses before a request is sent again. */
export interface RemoteLimits {
  /** A model may have to be loaded first, and a slow processor to read the passages. */
  readonly passage: number
  /** Someone waits: words answer sooner than a model that is being loaded. */
  readonly question: number
  readonly retries: readonly number[]
}

export const defaultRemoteLimits: RemoteLimits = {
  passage: 280_000,
  question: 8_000,
  retries: [250, 1_000, 4_000],
}

export interface RemoteEmbedderOptions {
  readonly id: string
  /** Null while it is being found out. */
  readonly dimensions: number | null
  readonly prefixes: Prefixes
  readonly limits?: Partial<RemoteLimits>
  /** Sends texts and returns what came for them, unchecked. */
  readonly request: (texts: readonly string[], signal: AbortSignal) => Promise<readonly (readonly number[])[]>
  /** Throws where the server has another model under the name by now. */
  readonly verify?: (signal: AbortSignal) => Promise<void>
}

const batchSize = 16

/** An embedder behind HTTP: one batch after the other, each answer checked before anybody sees it. */
export function createRemoteEmbedder(options: RemoteEmbedderOptions): Embedder {
  const { id, dimensions, prefixes, request, verify } = options
  const limits = { ...defaultRemoteLimits, ...options.limits }
  const closing = new AbortController()
  let before: Promise<unknown> = Promise.resolve()

  return { id, dimensions: dimensions ?? 0, languages: ['*'], embed, close: async () => closing.abort() }

  async function embed(texts: readonly string[], signal?: AbortSignal, purpose: Purpose = 'passage') {
    signal?.throwIfAborted()
    return unlessAborted(
      inTurn(() => embedAll(texts, purpose, signal)),
      signal,
    )
  }

  async function embedAll(texts: readonly string[], purpose: Purpose, signal: AbortSignal | undefined) {
    const vectors: Float32Array[] = []
    for (let from = 0; from < texts.length; from += batchSize) {
      vectors.push(...(await embedBatch(texts.slice(from, from + batchSize), purpose, signal)))
    }
    return vectors
  }

  /** A server that runs one model gains nothing from two requests at a time, and a queue there cannot be left. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = before.then(work)
    before = turn.catch(() => {})
    return turn
  }

  async function embedBatch(texts: readonly string[], purpose: Purpose, signal: AbortSignal | undefined) {
    const input = texts.map((text) => prefixes[purpose] + (text.trim() === '' ? nothing : text))
    const pauses = purpose === 'question' ? [] : limits.retries
    const leaving = signal ? AbortSignal.any([signal, closing.signal]) : closing.signal
    for (let tries = 0; ; tries += 1) {
      leaving.throwIfAborted()
      try {
        const within = AbortSignal.any([leaving, AbortSignal.timeout(limits[purpose])])
        const given = await request(input, within)
        // After the answer: a model that was exchanged before it is noticed, one that is exchanged later does no harm.
        await verify?.(within)
        return unitVectors(given, { count: texts.length, dimensions })
      } catch (cause) {
        leaving.throwIfAborted()
        const rest = pauses[tries]
        if (rest === undefined || !isPassing(cause)) throw faultOf(cause)
        await pause(rest, undefined, { signal: leaving })
      }
    }
  }
}

/** Whoever leaves does not wait for those who came before. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const leave = () => reject(signal.reason)
  signal.addEventListener('abort', leave, { once: true })
  work.catch(() => {})
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', leave)
  }
}

/** Servers give no vector for a text without a word (Ollama leaves it out of the list), and every text needs one. */
const nothing = '.'

function isPassing(cause: unknown): boolean {
  return isConnectionError(cause) || (cause instanceof ModelFault && statusOf(cause) >= 500)
}

/** The reason why a model server gave no vectors, from whatever broke the talk with it. */
export function faultOf(cause: unknown): EmbedderFault {
  if (cause instanceof EmbedderFault) return cause
  if (cause instanceof ZodError) return new EmbedderFault('unsupported', 'an answer of an unknown form', { cause })
  const message = cause instanceof Error ? cause.message : String(cause)
  if (isConnectionError(cause) || isNobodyThere(cause)) return new EmbedderFault('not-reachable', '', { cause })
  if (!(cause instanceof ModelFault)) return new EmbedderFault('unsupported', message, { cause })
  const status = statusOf(cause)
  if (status === 404) return new EmbedderFault('missing', message, { cause })
  if (status >= 500) return new EmbedderFault('not-reachable', message, { cause })
  if (status === 401 || status === 403 || status === 429) return new EmbedderFault('refused', message, { cause })
  if (/not support embed/i.test(message)) return new EmbedderFault('not-an-embedding-model', message, { cause })
  return new EmbedderFault('unsupported', message, { cause })
}

function statusOf({ message }: ModelFault): number {
  return Number(/^(\d{3}):/.exec(message)?.[1] ?? 0)
}
