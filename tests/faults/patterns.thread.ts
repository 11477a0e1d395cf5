import { parentPort, workerData } from 'node:worker_threads'
import { type Effort, type Pattern, tryPattern } from './pattern-strings.ts'

// In a thread of its own, which can be ended when a pattern does not come back.
const { patterns, from, effort } = workerData as {
  readonly patterns: readonly Pattern[]
  readonly from: number
  readonly effort: Effort
}
for (const [index, pattern] of patterns.entries()) {
  if (index >= from) parentPort?.postMessage({ index, tried: tryPattern(pattern, effort) })
}
