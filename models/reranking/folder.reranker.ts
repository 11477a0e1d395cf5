import { basename, isAbsolute, join } from 'node:path'
import { startEmbeddingThread } from '../embedding/embedding-thread.ts'
import { graphIn } from '../embedding/folder-files.ts'
import { maxTokensIn } from '../embedding/folder-settings.ts'
import { createThreadFlags, stopThreadsAtExit } from '../embedding/thread-flags.ts'
import { createThreadPool } from '../embedding/thread-pool.ts'
import { loadPairTokenizer } from './pair-tokenizer.ts'
import type { Reranker } from './reranker.ts'
import { RerankerFault } from './reranker-fault.ts'

/**
 * Starts the cross-encoder in a folder (`tokenizer.json`, `onnx/*.onnx` or `*.onnx`) in a thread of its own, and tries it
 * out: what is opened gives one finite score per pair, and tells a right answer from a wrong one. Otherwise throws a
 * `RerankerFault`.
 */
export async function openFolderReranker(folder: string, signal?: AbortSignal): Promise<Reranker> {
  const graph = isAbsolute(folder) ? await graphIn(folder, ['tokenizer.json']) : null
  if (!graph) throw new RerankerFault('missing', `${folder} holds no tokenizer.json with onnx/model.onnx or model.onnx`)
  const reranker = await start(folder, graph).catch((cause: unknown) => {
    throw faultOf('unsupported', cause)
  })
  try {
    await tryOut(reranker, signal)
    return reranker
  } catch (error) {
    await reranker.close()
    throw error
  }
}

async function start(folder: string, graph: string): Promise<Reranker> {
  const maxTokens = Math.min(mostTokens, await maxTokensIn(folder))
  const tokenizer = loadPairTokenizer({ folder, maxTokens })
  const flags = createThreadFlags()
  const forget = stopThreadsAtExit([flags])
  const started = startEmbeddingThread({ modelPath: join(folder, graph), reading: 'logits', flags })
  const thread = await started.catch((error: unknown) => {
    forget()
    throw error
  })
  const pool = createThreadPool([thread])
  return { title: basename(folder), scores, close }

  async function scores(question: string, passages: readonly string[], signal = neverAborted): Promise<number[]> {
    const found: number[] = []
    for (const passage of passages) {
      // Pair by pair: nothing is padded, and a question that is called off is heard after one of them.
      const { ids, types } = tokenizer.encode(question, passage)
      const place = await pool.acquire(signal).catch((cause: unknown) => {
        signal.throwIfAborted()
        throw faultOf('failed', cause)
      })
      const logits = await place(ids, types).catch((cause: unknown) => {
        throw faultOf('failed', cause)
      })
      signal.throwIfAborted()
      found.push(onlyOne(logits))
    }
    return found
  }

  async function close(): Promise<void> {
    await pool.close()
    forget()
  }
}

function onlyOne(logits: Float32Array): number {
  const [logit] = logits
  if (logit === undefined || logits.length !== 1) {
    throw new RerankerFault('not-a-reranker', `${logits.length} numbers for a pair instead of 1`)
  }
  if (!Number.isFinite(logit)) throw new RerankerFault('failed', `a score of ${logit}`)
  return logit
}

async function tryOut(reranker: Reranker, signal: AbortSignal | undefined): Promise<void> {
  const [right = 0, wrong = 0] = await reranker.scores(trial.question, [trial.right, trial.wrong], signal)
  if (!(right > wrong)) throw new RerankerFault('wrong-order', `${right.toFixed(2)} against ${wrong.toFixed(2)}`)
}

const trial = {
  question: 'Where is the key of the cellar?',
  right: 'The key of the cellar hangs behind the kitchen door.',
  wrong: 'Invoices are paid within thirty days.',
}

/** What these models were taught on. Longer pairs would cost more than their square, and passages are shorter. */
const mostTokens = 512

const neverAborted = new AbortController().signal

function faultOf(reason: 'unsupported' | 'failed', cause: unknown): RerankerFault {
  if (cause instanceof RerankerFault) return cause
  const message = cause instanceof Error ? cause.message : String(cause)
  // A graph that gives vectors or words is a sound model, for something else.
  const judges = !message.includes('gave no logits')
  return new RerankerFault(judges ? reason : 'not-a-reranker', message, { cause })
}
