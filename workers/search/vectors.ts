import type { LibraryKey } from '#database/library-key'
import { createExactVectors, dot } from './exact-vectors.ts'
import { createKeySet } from './key-set.ts'
import type { PassageStore, Ranked } from './passage.store.ts'
import { findSavedIndex, removeLeftovers } from './vector-files.ts'
import type { VectorEngine, VectorIndex } from './vector-index.ts'

export interface VectorsDeps {
  readonly passages: PassageStore
  readonly model: string
  readonly dimensions: number
  readonly folder: string
  /** Of an encrypted library: the index is sealed under it. */
  readonly key?: LibraryKey | null
  /** Null where no index library loads: every search is exact. */
  readonly engine: VectorEngine | null
  /** Builds the index of all vectors in the background and puts it in its place. */
  readonly build: (onProgress: (done: number) => void) => Promise<void>
  /** From how many vectors outside the index on a new one is built. */
  readonly mergeAt?: number
}

/** Which passages a search may find; `keys` where they are few enough to be compared one by one. */
export interface Acceptance {
  readonly has: (key: number) => boolean
  readonly size: number
  readonly keys: () => Iterable<number>
}

export type Vectors = Awaited<ReturnType<typeof openVectors>>

/**
 * The vectors of a library: an index mapped from disk, those that came later in memory, and those that were removed since.
 * What is in memory is moved into a new index in the background. SQLite holds the truth; everything here is derived.
 */
export async function openVectors(deps: VectorsDeps) {
  const { passages, model, dimensions, folder, key = null, engine, build, mergeAt = worthAnIndex } = deps
  let base: { readonly index: VectorIndex; readonly keys: ReturnType<typeof createKeySet> } | null = null
  let delta = createExactVectors(dimensions)
  let removed = createKeySet()
  let version: number | null = null
  let last = 0
  let building: { done: number; readonly end: Promise<void> } | null = null
  let failure: string | null = null
  let measured = ''

  await removeLeftovers(folder)
  await openBase()
  refresh()

  return { refresh, nearest, among, size, health, settled: async () => building?.end }

  function size(): number {
    return (base ? base.keys.size() - removed.size() : 0) + delta.size()
  }

  /** Takes up vectors that were written or removed since the last call. */
  function refresh(): void {
    const now = passages.version()
    if (now === version) return
    for (let batch = passages.vectors(model, last, 1_000); batch.length > 0; ) {
      for (const { key, vector } of batch) {
        if (!base?.keys.has(key) && vector.length === dimensions) delta.add(key, vector)
      }
      last = batch.at(-1)?.key ?? last
      batch = passages.vectors(model, last, 1_000)
    }
    if (passages.vectorCount(model) !== size()) reconcile()
    version = now
    mergeWhenWorthIt()
  }

  /** The slow way, when more changed than new keys at the end: compares every key. */
  function reconcile(): void {
    const stored = createKeySet(passages.vectorKeys(model))
    removed = createKeySet()
    for (const key of base?.keys.keys() ?? []) if (!stored.has(key)) removed.add(key)
    for (const key of delta.keys()) if (!stored.has(key) || base?.keys.has(key)) delta.remove(key)
    for (const key of stored.keys()) {
      if (base?.keys.has(key) || delta.has(key)) continue
      const vector = passages.vector(model, key)
      if (vector?.length === dimensions) delta.add(key, vector)
    }
  }

  /** Nearest first; exact among few accepted passages, otherwise by the index, asked for more the rarer the accepted are. */
  function nearest(vector: Float32Array, limit: number, accepted?: Acceptance): Ranked[] {
    if (vector.length !== dimensions) throw new Error(`A vector of ${vector.length} numbers among those of ${model}`)
    if (accepted && accepted.size <= fewAccepted) return among(vector, accepted.keys()).slice(0, limit)
    const accepts = (key: number) => !removed.has(key) && (accepted?.has(key) ?? true)
    const share = accepted ? Math.min(1, accepted.size / Math.max(1, size())) : 1
    const wanted = Math.ceil((limit / share) * (accepted ? 1.5 : 1)) + Math.min(removed.size(), limit)
    const fromBase = base?.index.search(vector, wanted).filter(({ key }) => accepts(key)) ?? []
    const fromDelta = delta.search(vector, limit, accepted?.has)
    return [...fromBase, ...fromDelta].sort((a, b) => b.score - a.score || a.key - b.key).slice(0, limit)
  }

  /** The passages of these keys that have a vector, nearest first, compared one by one. */
  function among(vector: Float32Array, keys: Iterable<number>): Ranked[] {
    const found: Ranked[] = []
    for (const key of keys) {
      const stored = passages.vector(model, key)
      if (stored?.length === dimensions) found.push({ key, score: dot(vector, stored) })
    }
    return found.sort((a, b) => b.score - a.score || a.key - b.key)
  }

  function mergeWhenWorthIt(): void {
    const outside = delta.size() + removed.size()
    if (!engine || building || outside < Math.max(mergeAt, (base?.keys.size() ?? 0) * worthMerging)) return
    const progress = { done: 0, end: Promise.resolve() }
    building = progress
    progress.end = build((done) => {
      progress.done = done
    })
      .then(openBase)
      .then(reconcile)
      .catch((error: unknown) => {
        failure = `The index could not be built: ${error instanceof Error ? error.message : String(error)}`
      })
      .then(() => removeLeftovers(folder))
      .finally(() => {
        building = null
      })
  }

  async function openBase(): Promise<void> {
    const saved = engine ? await findSavedIndex(folder, { engine: engine.name, model, dimensions }, key) : null
    if (!engine || !saved) return
    measured = saved.recall === undefined ? '' : `finds ${(saved.recall * 100).toFixed(1)} % of the ten nearest`
    try {
      base = { index: engine.open(saved.path, dimensions, saved.expansion), keys: createKeySet(saved.keys) }
    } finally {
      await saved.release()
    }
    delta = createExactVectors(dimensions)
    last = 0
    version = null
    reconcile()
    last = Math.max(last, passages.lastVectorKey(model))
  }

  function health() {
    const name = base && engine ? engine.name : 'exact'
    if (building)
      return {
        state: 'building' as const,
        detail: `${building.done} of ${size()} vectors in the new index`,
        engine: name,
      }
    return { state: 'ready' as const, detail: failure ?? measured, engine: name }
  }
}

/** Below, vectors compared one by one answer as fast. */
export const worthAnIndex = 10_000
/** So many vectors are read from SQLite and compared one by one within milliseconds. */
const fewAccepted = 2_000
const worthMerging = 0.2
