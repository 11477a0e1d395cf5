import type { ContractRouterClient } from '@orpc/contract'
import type {
  EmbedderProblem,
  EmbedderSpec,
  EmbeddingEstimate,
  EmbeddingModel,
  EmbeddingModelNotFound,
  EmbeddingModelNotReady,
  EmbeddingModelPlace,
  EmbeddingModelServes,
  EmbeddingModelUnusable,
} from '#contract/embedding-models.contract'
import { sentenceForEmbedder } from '#contract/embedding-models.sentences'
import type { libraryWorkerContract } from '#contract/library.contract'
import { fail, ok, type Result } from '#contract/result'
import type { searchWorkerContract } from '#contract/search.contract'
import { createAnnouncer } from '../app/announcer.ts'
import { createEmbeddingBuild, type EmbeddingBuildDeps } from './embedding-build.ts'
import { type CandidatesDeps, findCandidates } from './embedding-candidates.ts'
import { notFound, serves, unusable } from './embedding-failures.ts'
import type { EmbeddingModelsStore, StoredEmbeddingModel } from './embedding-models.store.ts'
import { createEmbeddingSpecs } from './embedding-spec.ts'
import { createEmbeddingSwitch } from './embedding-switch.ts'

export interface EmbeddingModelsDeps extends Pick<EmbeddingBuildDeps, 'onStorageFull' | 'wake' | 'report' | 'pauses'> {
  readonly store: EmbeddingModelsStore
  /** Where models are asked for, and with which key. */
  readonly where: Pick<CandidatesDeps, 'ollamaHost' | 'mayAskOllama' | 'askable' | 'keyAt'>
  /** Holds a folder per model that a person put there. */
  readonly folder: string
  readonly library: Pick<
    ContractRouterClient<typeof libraryWorkerContract>,
    'embed' | 'tryModel' | 'vectorCounts' | 'forgetVectors'
  >
  readonly search: Pick<ContractRouterClient<typeof searchWorkerContract>, 'prepare' | 'use' | 'forget'>
  /** Another model serves: vectors that are missing are those of another model now. */
  readonly onServing: () => void
  readonly clock?: () => number
}

export type EmbeddingModelsService = ReturnType<typeof createEmbeddingModelsService>

/** Which models turn texts into vectors; builds the vectors of another one beside those in use, and changes to it. */
export function createEmbeddingModelsService(deps: EmbeddingModelsDeps) {
  const { store, where, folder, library, search, wake, report, clock = Date.now } = deps
  const specs = createEmbeddingSpecs(where)
  const building = createEmbeddingBuild({
    ...deps,
    clock,
    building: () => store.list().filter(({ state }) => state === 'building'),
    specOf: specs.specOf,
    embed: (input, options) => library.embed(input, options),
    onComplete: (model) =>
      void complete(model).catch((error: unknown) => {
        report(error)
        building.rest(model.id, null)
      }),
    onChange: changed,
  })
  const switchTo = createEmbeddingSwitch({ ...deps, specOf: specs.specOf, missing })
  const announcer = createAnnouncer(() => null)
  /** Why a change that was due did not come about. */
  const refusals = new Map<string, EmbedderProblem>()
  store.adoptShipped()

  return {
    list,
    changes,
    candidates: (signal?: AbortSignal) => findCandidates({ ...where, folder }, signal),
    estimate,
    build,
    pause,
    resume,
    serve,
    forget,
    serving: store.serving,
    check,
    servingSpec,
    tellWhereItIs,
    /** To be called when nothing more urgent is to be done. */
    startBuilding: building.start,
    stopBuilding: building.stop,
    close,
  }

  async function list(): Promise<EmbeddingModel[]> {
    const counts = await library.vectorCounts()
    return store.list().map((model) => describe(model, counts))
  }

  function servingSpec(): Promise<EmbedderSpec> {
    return specs.specOf(store.serving())
  }

  /** To be called after an address or a key changed: questions go to where the model is now. */
  async function tellWhereItIs(): Promise<void> {
    if (specs.addressOf(store.serving().place) === null) return
    await search.use(await servingSpec())
    wake()
  }

  async function* changes(signal?: AbortSignal): AsyncGenerator<EmbeddingModel[]> {
    for await (const _ of announcer.follow(signal)) yield await list()
  }

  async function estimate(
    place: EmbeddingModelPlace,
    signal?: AbortSignal,
  ): Promise<Result<EmbeddingEstimate, EmbeddingModelUnusable>> {
    const leaves = specs.leaves(place)
    const tried = await tryModel(place, signal)
    if (!tried.usable) return unusable(tried.problem, place)
    const { title, dimensions, passagesPerSecond } = tried
    const { passages } = await library.vectorCounts(undefined, { signal })
    const seconds = passagesPerSecond > 0 ? passages / passagesPerSecond : 0
    return ok({ title, dimensions, passages, passagesPerSecond, seconds, bytes: bytesOf(passages, dimensions), leaves })
  }

  async function build({
    place,
    switchWhenReady,
    mayLeave,
  }: {
    readonly place: EmbeddingModelPlace
    readonly switchWhenReady: boolean
    readonly mayLeave: boolean
  }): Promise<Result<EmbeddingModel, EmbeddingModelUnusable>> {
    const leaves = specs.leaves(place)
    if (leaves && !mayLeave) return unusable({ reason: 'not-confirmed', message: '' }, place)
    const tried = await tryModel(place)
    if (!tried.usable) return unusable(tried.problem, place)
    const { id, title, dimensions } = tried
    if (store.serving().id !== id) {
      const confirmed = leaves ? specs.addressOf(place) : null
      store.build({ id, title, dimensions, place, whenReady: switchWhenReady ? 'serve' : 'keep', confirmed })
      goOn(id)
    }
    return ok(await described(id))
  }

  async function pause(id: string): Promise<Result<EmbeddingModel, EmbeddingModelNotFound | EmbeddingModelServes>> {
    const model = store.find(id)
    if (!model) return notFound(id)
    if (model.state === 'serving') return serves(id)
    if (model.state === 'building') {
      store.setState(id, 'paused')
      await building.stop()
      // Another model may be waiting for its turn.
      wake()
      changed()
    }
    return ok(await described(id))
  }

  async function resume(id: string): Promise<Result<EmbeddingModel, EmbeddingModelNotFound | EmbeddingModelServes>> {
    const model = store.find(id)
    if (!model) return notFound(id)
    if (model.state === 'serving') return serves(id)
    store.setState(id, 'building')
    goOn(id)
    return ok(await described(id))
  }

  async function serve(
    id: string,
  ): Promise<Result<EmbeddingModel, EmbeddingModelNotFound | EmbeddingModelNotReady | EmbeddingModelUnusable>> {
    const model = store.find(id)
    if (!model) return notFound(id)
    const outcome = await switchTo(model)
    if (!outcome.switched) {
      if ('problem' in outcome) return unusable(outcome.problem, model.place, model.title)
      const { missing } = outcome
      return fail({ code: 'EMBEDDING_MODEL_NOT_READY', message: `${missing} passages lack a vector of ${id}`, missing })
    }
    refusals.delete(id)
    changed()
    return ok(await described(id))
  }

  /** Deletes the vectors of a model; its row goes last, so that a deletion that was cut off can be asked for again. */
  async function forget(id: string): Promise<Result<number, EmbeddingModelNotFound | EmbeddingModelServes>> {
    const model = store.find(id)
    if (!model) return notFound(id)
    if (model.state === 'serving') return serves(id)
    store.setState(id, 'paused')
    await building.stop()
    const { vectors } = await library.forgetVectors({ id })
    store.remove(id)
    building.again(id)
    await search.forget({ id })
    wake()
    changed()
    return ok(vectors)
  }

  async function close(): Promise<void> {
    announcer.close()
    await building.close()
  }

  /** What is wrong with the model that serves, in words for people; null when it gives its vectors. */
  async function check(signal?: AbortSignal): Promise<string | null> {
    const model = store.serving()
    const { address, key, place } = await specs.specOf(model)
    const tried = await library.tryModel({ model: { place, address, key }, sample: 'sentences' }, { signal })
    if (!tried.usable) return sentenceForEmbedder(tried.problem, model)
    const message = `it is ${tried.id} by now, not ${model.id}`
    return tried.id === model.id ? null : sentenceForEmbedder({ reason: 'damaged', message }, model)
  }

  async function complete(model: StoredEmbeddingModel): Promise<void> {
    const { id } = model
    if (store.find(id)?.state !== 'building') return
    if (model.whenReady === 'keep') {
      store.setState(id, 'kept')
      return changed()
    }
    const outcome = await switchTo(model)
    if (outcome.switched) refusals.delete(id)
    else if ('problem' in outcome) {
      // It has all its vectors: a person changes to it once it can be reached.
      refusals.set(id, outcome.problem)
      store.setState(id, 'kept')
    } else goOn(id)
    changed()
  }

  function goOn(id: string): void {
    refusals.delete(id)
    building.again(id)
    wake()
    changed()
  }

  function changed(): void {
    announcer.changed()
  }

  function tryModel(place: EmbeddingModelPlace, signal?: AbortSignal) {
    // Until a person agreed, not a word of theirs goes to another machine.
    const sample = specs.leaves(place) ? ('sentences' as const) : ('passages' as const)
    return specs.placeOf(place).then((model) => library.tryModel({ model, sample }, { signal }))
  }

  async function missing(id: string): Promise<number> {
    const { passages, models } = await library.vectorCounts()
    return passages - (models.find((model) => model.id === id)?.vectors ?? 0)
  }

  async function described(id: string): Promise<EmbeddingModel> {
    const found = (await list()).find((model) => model.id === id)
    if (!found) throw new Error(`The embedding model ${id} was removed meanwhile`)
    return found
  }

  function describe(model: StoredEmbeddingModel, counts: VectorCounts): EmbeddingModel {
    const { id, title, place, dimensions, state } = model
    const vectors = counts.models.find((counted) => counted.id === id)?.vectors ?? 0
    const { passages } = counts
    const live = state === 'building' ? building.stateOf(id) : null
    const problem = live?.problem ?? refusals.get(id) ?? null
    return {
      id,
      title,
      place,
      dimensions,
      state,
      vectors,
      passages,
      bytes: bytesOf(vectors, dimensions),
      leaves: specs.leaves(place),
      secondsLeft: live?.perSecond ? Math.ceil((passages - vectors) / live.perSecond) : null,
      problem: problem && sentenceForEmbedder(problem, model),
    }
  }
}

type VectorCounts = Awaited<ReturnType<EmbeddingModelsDeps['library']['vectorCounts']>>

/** Per vector besides its numbers: its row and key in the database, its links in the index. */
const bytesAround = 700

/** Disk that vectors take: 32 bits a number in the database, 16 in the index. */
function bytesOf(vectors: number, dimensions: number): number {
  return vectors * (dimensions * 6 + bytesAround)
}
