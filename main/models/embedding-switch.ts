import type { ContractRouterClient } from '@orpc/contract'
import type { EmbedderProblem, EmbedderSpec } from '#contract/embedding-models.contract'
import type { searchWorkerContract } from '#contract/search.contract'
import type { EmbeddingModelsStore, StoredEmbeddingModel } from './embedding-models.store.ts'

export interface EmbeddingSwitchDeps {
  readonly store: EmbeddingModelsStore
  readonly search: Pick<ContractRouterClient<typeof searchWorkerContract>, 'prepare' | 'use'>
  readonly specOf: (model: StoredEmbeddingModel) => Promise<EmbedderSpec>
  /** How many passages lack a vector of this model now. */
  readonly missing: (id: string) => Promise<number>
  /** Another model serves from now on: what is ready, and what waits, is counted anew. */
  readonly onServing: () => void
}

export type Switched =
  | { readonly switched: true }
  | { readonly switched: false; readonly missing: number }
  | { readonly switched: false; readonly problem: EmbedderProblem }

/**
 * Changes the model that serves, so that no answer mixes two: the search process opens the new model and its index beside the
 * present one; only then the row changes, in one transaction; then the process answers with what it has ready.
 */
export function createEmbeddingSwitch({ store, search, specOf, missing, onServing }: EmbeddingSwitchDeps) {
  let before: Promise<unknown> = Promise.resolve()

  /** One change after the other. A model that lacks vectors, or cannot be opened, does not serve. */
  return function switchTo(model: StoredEmbeddingModel): Promise<Switched> {
    const turn = before.then(() => change(model))
    before = turn.catch(() => {})
    return turn
  }

  async function change(model: StoredEmbeddingModel): Promise<Switched> {
    if (store.serving().id === model.id) return { switched: true }
    const lacking = await missing(model.id)
    if (lacking > 0) return { switched: false, missing: lacking }
    const spec = await specOf(model)
    const { problem } = await search.prepare(spec)
    if (problem) return { switched: false, problem }
    // The index may have taken minutes, in which files were read.
    const since = await missing(model.id)
    // In which a person may also have thought better of it.
    if (since > 0 || store.find(model.id)?.state !== model.state) return { switched: false, missing: since }
    store.serve(model.id)
    onServing()
    // A process that dies before this learns from the row which model serves.
    await search.use(spec)
    return { switched: true }
  }
}
