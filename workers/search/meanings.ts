import type { EmbedderProblem, EmbedderSpec } from '#contract/embedding-models.contract'
import type { LibraryKey } from '#database/library-key'
import type { Embedder } from '#models/embedding/embedder'
import { problemOf } from '#models/embedding/embedder-fault'
import { assertUnitVectors } from '#models/embedding/unit-vectors'
import { logOf } from '../telling.ts'
import { contrastOf } from './contrast.ts'
import type { PassageStore } from './passage.store.ts'
import type { Meaning, Search, SearchDeps } from './search.ts'
import { startBuild } from './start-build.ts'
import { type EngineName, loadVectorEngine } from './vector-engines.ts'
import { adoptIndex, hasSavedIndex, indexFolderOf, removeOtherIndexes } from './vector-files.ts'
import { openVectors, worthAnIndex } from './vectors.ts'

export interface MeaningsDeps {
  readonly passages: PassageStore
  readonly databasePath: string
  /** Of an encrypted library. */
  readonly key?: LibraryKey | null
  /** Holds a folder per model. */
  readonly indexFolder: string
  readonly engine: EngineName
  readonly openEmbedder: (spec: EmbedderSpec) => Promise<Embedder>
  readonly clock?: () => number
}

export type Meanings = Awaited<ReturnType<typeof createMeanings>>

/** A model that could not be opened is tried again after so long. */
const tryAgainAfter = 30_000
const sampleSize = 64

/** Opens models with their vectors, and changes from one to another without a question that meets both. */
export async function createMeanings(deps: MeaningsDeps) {
  const { passages, databasePath, key = null, indexFolder, engine: engineName, openEmbedder, clock = Date.now } = deps
  const engine = await loadVectorEngine(engineName)
  let prepared: { readonly spec: string; readonly meaning: Meaning } | null = null
  let present: { readonly spec: EmbedderSpec; meaning: Meaning | null; triedAt: number } | null = null
  let reopening: Promise<void> | null = null
  await adoptIndex(indexFolder)
  await removeOtherIndexes(indexFolder, (model) => passages.vectorCount(model) > 0)

  return { open, prepare, use, rebuild, forget, reopen }

  /** The model as the first one to answer; why it is missing where it cannot be opened. */
  async function open(spec: EmbedderSpec): Promise<SearchDeps['meaning']> {
    present = { spec, meaning: null, triedAt: clock() }
    try {
      const meaning = await meaningOf(spec)
      present.meaning = meaning
      return meaning
    } catch (error) {
      const problem = problemOf(error)
      if (!problem) throw error
      return { missing: problem.message || problem.reason }
    }
  }

  /** Opens a model beside the one that answers, with its index; says what is wrong where it cannot answer a question. */
  async function prepare(spec: EmbedderSpec): Promise<{ vectors: number; problem?: EmbedderProblem }> {
    let embedder: Embedder | null = null
    try {
      embedder = await openEmbedder(spec)
      const trial = await embedder.embed(['What is asked first?'], undefined, 'question')
      assertUnitVectors(trial, { count: 1, dimensions: spec.dimensions })
      await buildUnlessSmall(spec)
      const meaning = await meaningWith(embedder, spec)
      await prepared?.meaning.embedder.close()
      prepared = { spec: JSON.stringify(spec), meaning }
      return { vectors: meaning.vectors.size() }
    } catch (error) {
      await embedder?.close()
      const problem = problemOf(error)
      if (!problem) throw error
      return { vectors: 0, problem }
    }
  }

  /** Has a model answer from the next question on; the one before is closed when no question needs it. */
  async function use(search: Search, spec: EmbedderSpec): Promise<void> {
    const last = present?.meaning
    if (present?.meaning && JSON.stringify(present.spec) === JSON.stringify(spec)) return
    const ready = prepared?.spec === JSON.stringify(spec) ? prepared.meaning : null
    if (ready) prepared = null
    if (ready) present = { spec, meaning: ready, triedAt: clock() }
    ready?.vectors.refresh()
    const free = search.use(ready ?? (await open(spec)))
    if (last) void free.then(() => last.embedder.close())
  }

  /** The index of the model that answers, made anew; the one before answers until it is there. */
  async function rebuild(search: Search): Promise<{ vectors: number }> {
    const before = present
    if (!before) return { vectors: 0 }
    const { spec } = before
    if (engine && passages.vectorCount(spec.id) >= worthAnIndex) await buildOf(spec)(() => {})
    const meaning = await meaningOf(spec)
    // Another model was chosen meanwhile.
    if (present !== before) {
      await meaning.embedder.close()
      return { vectors: 0 }
    }
    present = { spec, meaning, triedAt: clock() }
    const free = search.use(meaning)
    if (before.meaning) void free.then(() => before.meaning?.embedder.close())
    return { vectors: meaning.vectors.size() }
  }

  /** Removes the index of a model unless it answers. */
  async function forget(id: string): Promise<boolean> {
    if (prepared?.meaning.embedder.id === id) {
      await prepared.meaning.embedder.close()
      prepared = null
    }
    return removeOtherIndexes(indexFolder, (model) => model !== id || model === present?.spec.id)
  }

  /** Tries a model again that could not be opened, from time to time: its folder may be back. */
  function reopen(search: Search): void {
    const missing = present
    if (!missing || missing.meaning || reopening || clock() - missing.triedAt < tryAgainAfter) return
    reopening = open(missing.spec)
      .then(async (meaning) => {
        if (present?.meaning === meaning) await search.use(meaning)
      })
      .catch((error: unknown) => logOf('search').warn('embedder-not-opened', { error }))
      .finally(() => {
        reopening = null
      })
  }

  async function meaningOf(spec: EmbedderSpec): Promise<Meaning> {
    return meaningWith(await openEmbedder(spec), spec)
  }

  async function meaningWith(embedder: Embedder, spec: EmbedderSpec): Promise<Meaning> {
    const { id: model, dimensions } = spec
    const folder = indexFolderOf(indexFolder, model)
    const vectors = await openVectors({ passages, model, dimensions, folder, key, engine, build: buildOf(spec) })
    return spec.place.kind === 'shipped'
      ? { embedder, vectors }
      : { embedder, vectors, contrast: contrastOf(sampleOf(model)) }
  }

  /** Vectors from all over the library. */
  function sampleOf(model: string): Float32Array[] {
    const step = Math.max(1, Math.floor(passages.lastVectorKey(model) / sampleSize))
    const places = Array.from({ length: sampleSize }, (_, place) => place * step)
    const found = places.flatMap((after) => passages.vectors(model, after, 1))
    return [...new Map(found.map(({ key, vector }) => [key, vector])).values()]
  }

  /** Before the vectors are opened: all of a large library in memory would be gigabytes. */
  async function buildUnlessSmall(spec: EmbedderSpec): Promise<void> {
    const { id: model, dimensions } = spec
    if (!engine || passages.vectorCount(model) < worthAnIndex) return
    const identity = { engine: engine.name, model, dimensions }
    const isBuilt = await hasSavedIndex(indexFolderOf(indexFolder, model), identity, key)
    if (!isBuilt) await buildOf(spec)(() => {})
  }

  function buildOf({ id: model, dimensions }: EmbedderSpec) {
    const folder = indexFolderOf(indexFolder, model)
    return startBuild({ databasePath, key, folder, engine: engineName, model, dimensions })
  }
}
