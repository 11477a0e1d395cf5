import type { ContractRouterClient } from '@orpc/contract'
import { rerankedPassages } from '#contract/reranking.contract'
import type { searchWorkerContract } from '#contract/search.contract'
import { measureCost } from '#models/reranking/cost'
import type { Reranker } from '#models/reranking/reranker'
import { rerankerProblemOf } from '#models/reranking/reranker-fault'
import type { PassageStore } from './passage.store.ts'

export interface TryRerankerDeps {
  readonly passages: Pick<PassageStore, 'counts' | 'load'>
  readonly open: (folder: string, signal?: AbortSignal) => Promise<Reranker>
}

type Tried = Awaited<ReturnType<ContractRouterClient<typeof searchWorkerContract>['tryReranker']>>

/** Opens the cross-encoder in a folder to see whether it can be used and what it costs here, and closes it again. */
export async function tryReranker(
  folder: string,
  { passages, open }: TryRerankerDeps,
  signal?: AbortSignal,
): Promise<Tried> {
  try {
    const reranker = await open(folder, signal)
    try {
      const texts = sampleOf(passages)
      const milliseconds = await measureCost(reranker, { passages: texts, count: rerankedPassages }, signal)
      return { usable: true, title: reranker.title, milliseconds: Math.round(milliseconds) }
    } finally {
      await reranker.close()
    }
  } catch (error) {
    const problem = rerankerProblemOf(error)
    if (!problem) throw error
    return { usable: false, problem }
  }
}

/** Passages from all over the library, because the cost is by their length; keys that are gone are left out. */
function sampleOf(passages: TryRerankerDeps['passages']): string[] {
  const step = Math.max(1, Math.floor(passages.counts().passages / rerankedPassages))
  const keys = Array.from({ length: rerankedPassages }, (_, index) => 1 + index * step)
  return passages.load(keys).map(({ text }) => text)
}
