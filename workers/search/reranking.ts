import { setTimeout as delay } from 'node:timers/promises'
import type { RerankerProblem } from '#contract/reranking.contract'
import type { SearchHealth } from '#contract/search.contract'
import type { Reranker } from '#models/reranking/reranker'
import { rerankerProblemOf } from '#models/reranking/reranker-fault'

export interface RerankingDeps {
  readonly open: (folder: string) => Promise<Reranker>
  readonly clock?: () => number
}

export interface Reranking {
  /** Orders by the cross-encoder in a folder from the next question on, or by none; what was open before is closed. */
  use(folder: string | null): void
  /** False while no person gave one: then there is nothing to be prepared for it. */
  isOn(): boolean
  /** One score per passage; null while there is no cross-encoder, it takes long to be opened, or it failed lately. */
  scores(...asked: Parameters<Reranker['scores']>): Promise<readonly number[] | null>
  /** Undefined while there is none. */
  health(): SearchHealth['reranker']
}

interface Present {
  readonly folder: string
  opening: Promise<Reranker | null>
  problem: RerankerProblem | null
  failedAt: number
}

/** A cross-encoder that failed is tried again after so long: its folder may be back. */
const tryAgainAfter = 30_000
/** The first question after a start waits for it, so that equal questions have equal answers; but not for ever. */
const patience = 2_000

/** Keeps the cross-encoder that a person chose open, and lets search go on without it where it fails. */
export function createReranking({ open, clock = Date.now }: RerankingDeps): Reranking {
  let present: Present | null = null
  return { use, isOn: () => present !== null, scores, health }

  function use(folder: string | null): void {
    void close()
    if (folder !== null) start({ folder, opening: Promise.resolve(null), problem: null, failedAt: 0 })
  }

  function start(chosen: Present): void {
    present = chosen
    chosen.opening = open(chosen.folder).catch((error: unknown) => fail(chosen, error))
  }

  async function scores(...asked: Parameters<Reranker['scores']>): Promise<readonly number[] | null> {
    const [, , signal] = asked
    const serving = present
    if (!serving) return null
    if (serving.problem && clock() - serving.failedAt >= tryAgainAfter) {
      serving.problem = null
      start(serving)
    }
    const { opening } = serving
    const reranker = await within(opening, signal)
    if (!reranker) return null
    try {
      const given = await reranker.scores(...asked)
      serving.problem = null
      return given
    } catch (error) {
      signal?.throwIfAborted()
      if (serving.opening === opening) serving.opening = Promise.resolve(fail(serving, error))
      await reranker.close()
      return null
    }
  }

  /** Whatever it was: an order that is a little better is no reason to find nothing. */
  function fail(failed: Present, error: unknown): null {
    failed.problem = rerankerProblemOf(error) ?? { reason: 'failed', message: String(error) }
    failed.failedAt = clock()
    return null
  }

  function health(): SearchHealth['reranker'] {
    return present ? { folder: present.folder, problem: present.problem } : undefined
  }

  async function close(): Promise<void> {
    const last = present
    present = null
    const reranker = await last?.opening
    await reranker?.close()
  }
}

async function within<T>(opening: Promise<T>, signal: AbortSignal | undefined): Promise<T | null> {
  const over = new AbortController()
  const leave = signal ? AbortSignal.any([signal, over.signal]) : over.signal
  try {
    return await Promise.race([opening, delay(patience, null, { signal: leave, ref: false })])
  } catch (error) {
    // Whoever left hears the reason of their own signal, not the timer's.
    signal?.throwIfAborted()
    throw error
  } finally {
    over.abort()
  }
}
