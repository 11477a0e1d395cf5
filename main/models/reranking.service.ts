import type { ContractRouterClient } from '@orpc/contract'
import type { RerankerUnusable, RerankingState, TriedReranker } from '#contract/reranking.contract'
import { sentenceForReranker } from '#contract/reranking.sentences'
import { fail, ok, type Result } from '#contract/result'
import type { searchWorkerContract } from '#contract/search.contract'
import type { Settings, SettingsChange } from '#contract/settings.contract'

type SearchClient = ContractRouterClient<typeof searchWorkerContract>

export interface RerankingDeps {
  readonly settings: { get(): Settings; set(change: SettingsChange): Promise<Settings> }
  readonly search: Pick<SearchClient, 'tryReranker' | 'rerankBy' | 'health'>
  /** A process that does not run is told when it starts, by `tell`. */
  readonly isSearching: () => boolean
}

export type RerankingService = ReturnType<typeof createRerankingService>

/** Which cross-encoder orders the best passages of a search, if any; one that cannot be used is not kept. */
export function createRerankingService({ settings, search, isSearching }: RerankingDeps) {
  return { state, tryOut, use, turnOff, tell, told }

  async function state(): Promise<RerankingState | null> {
    const { reranker } = settings.get()
    if (!reranker) return null
    const seen = isSearching() ? (await search.health()).reranker : undefined
    const problem = seen?.folder === reranker.folder ? seen.problem : null
    return {
      ...reranker,
      title: titleOf(reranker.folder),
      problem: problem && sentenceForReranker(problem, reranker.folder),
    }
  }

  async function tryOut(folder: string, signal?: AbortSignal): Promise<Result<TriedReranker, RerankerUnusable>> {
    const tried = await search.tryReranker({ folder }, { signal })
    if (tried.usable) return ok({ title: tried.title, milliseconds: tried.milliseconds })
    const { problem } = tried
    return fail({ code: 'RERANKER_UNUSABLE', message: sentenceForReranker(problem, folder), problem })
  }

  async function use(folder: string, signal?: AbortSignal): Promise<Result<RerankingState, RerankerUnusable>> {
    const tried = await tryOut(folder, signal)
    if (!tried.ok) return tried
    const { title, milliseconds } = tried.value
    await settings.set({ reranker: { folder, milliseconds } })
    await told()
    return ok({ folder, title, milliseconds, problem: null })
  }

  async function turnOff(): Promise<void> {
    await settings.set({ reranker: null })
    await told()
  }

  /** Says to the search process which model it is to use. */
  async function tell(client: Pick<SearchClient, 'rerankBy'>): Promise<void> {
    const { reranker } = settings.get()
    await client.rerankBy(reranker && { folder: reranker.folder })
  }

  /** To be called after the setting changed. */
  async function told(): Promise<void> {
    if (isSearching()) await tell(search)
  }
}

function titleOf(folder: string): string {
  return folder.split(/[\\/]/).findLast(Boolean) ?? folder
}
