import { logOf } from '../telling.ts'
import { loadHnswlibEngine } from './hnswlib.engine.ts'
import type { VectorEngine } from './vector-index.ts'

export type EngineName = 'usearch' | 'hnswlib'

/** The engine that was asked for, or else usearch; null where neither has a binary for this machine: exact search serves. */
export async function loadVectorEngine(name: EngineName): Promise<VectorEngine | null> {
  if (name === 'hnswlib') {
    const engine = await loadHnswlibEngine()
    if (!('missing' in engine)) return engine
    logOf('search').warn('engine-not-loaded', { name: 'hnswlib' })
  }
  try {
    return (await import('./usearch.engine.ts')).usearchEngine
  } catch (error) {
    // Vectors are compared one by one then.
    logOf('search').warn('engine-not-loaded', { name: 'usearch', error })
    return null
  }
}
