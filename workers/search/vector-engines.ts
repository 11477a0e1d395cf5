import { loadHnswlibEngine } from './hnswlib.engine.ts'
import type { VectorEngine } from './vector-index.ts'

export type EngineName = 'usearch' | 'hnswlib'

/** The engine that was asked for, or else usearch; null where neither has a binary for this machine: exact search serves. */
export async function loadVectorEngine(name: EngineName): Promise<VectorEngine | null> {
  if (name === 'hnswlib') {
    const engine = await loadHnswlibEngine()
    if (!('missing' in engine)) return engine
    process.stderr.write(`${engine.missing}\n`)
  }
  try {
    return (await import('./usearch.engine.ts')).usearchEngine
  } catch (error) {
    process.stderr.write(`usearch does not load, vectors are compared one by one: ${String(error)}\n`)
    return null
  }
}
