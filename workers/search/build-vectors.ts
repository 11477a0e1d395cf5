import type { LibraryKey } from '#database/library-key'
import { chooseExpansion } from './expansion.ts'
import type { PassageStore } from './passage.store.ts'
import { findSavedIndex, nextIndexPath, publishIndex } from './vector-files.ts'
import { inBuildOrder, type VectorEngine } from './vector-index.ts'

export interface BuildTask {
  readonly passages: PassageStore
  readonly folder: string
  /** Of an encrypted library: the index is sealed under it. */
  readonly key?: LibraryKey | null
  readonly engine: VectorEngine
  readonly model: string
  readonly dimensions: number
  readonly onProgress?: (done: number) => void
}

/** Builds an index of all vectors of a model beside the present one, and then puts it in its place. */
export async function buildIndex(task: BuildTask): Promise<void> {
  const { passages, folder, key = null, engine, model, dimensions, onProgress } = task
  const identity = { engine: engine.name, model, dimensions }
  const stored = passages.vectorKeys(model)
  const base = await findSavedIndex(folder, identity, key)
  const wanted = new Set(stored)
  const kept = base?.keys.filter((key) => wanted.has(key)) ?? new Float64Array()
  // What was removed stays in the graph as a way to its neighbours; with too much of that a fresh graph is better.
  const old = base && kept.length >= base.keys.length * leastKept ? base : null
  const index = old ? engine.extend(old.path, dimensions, stored.length) : engine.create(dimensions, stored.length)
  await base?.release()
  const held = new Set<number>(old?.keys)
  const ordered = inBuildOrder(stored)
  for (let from = 0; from < ordered.length; from += batch) {
    for (const key of ordered.slice(from, from + batch)) {
      const vector = held.has(key) ? null : passages.vector(model, key)
      if (!vector || vector.length !== dimensions) continue
      index.add(key, vector)
      held.add(key)
    }
    onProgress?.(held.size)
  }
  const path = await nextIndexPath(folder)
  index.save(path)
  const expansion = chooseExpansion({
    passages,
    model,
    dimensions,
    keys: ordered,
    open: (wanted) => engine.open(path, dimensions, wanted),
  })
  await publishIndex(folder, identity, { path, keys: Float64Array.from(held).sort(), ...expansion }, key)
}

const leastKept = 0.8
const batch = 500
