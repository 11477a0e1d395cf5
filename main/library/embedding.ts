import { setTimeout as sleep } from 'node:timers/promises'
import { WorkerDied } from '../app/worker-connection.ts'
import type { Progress } from './progress.ts'
import type { LibraryWorkerClient } from './queue.ts'
import type { Refresh } from './refresh.ts'

/** Nothing lacks a vector; or no more can be had; or not before the model's server is back. */
export type EmbeddingEnd = 'all' | 'up' | 'away'

export interface EmbeddingDeps {
  readonly worker: LibraryWorkerClient
  readonly progress: Progress
  readonly refresh: Refresh
  readonly onChange: () => void
  readonly onEnd: (how: EmbeddingEnd) => void
  readonly onStorageFull: (error: unknown) => boolean
  readonly report: (error: unknown) => void
}
export type Embedding = ReturnType<typeof createEmbedding>

const passing: ReadonlySet<string> = new Set(['not-reachable', 'missing', 'refused'])
const deathsInARow = 3
const deathPause = 500

/** Has the missing vectors written while no file waits to be read; gives way to reading at once. */
export function createEmbedding({ worker, progress, refresh, onChange, onEnd, onStorageFull, report }: EmbeddingDeps) {
  let running: AbortController | null = null
  let ended = Promise.resolve()
  let waiting: number | null = null
  return { start, stop, waiting: () => waiting, isRunning: () => running !== null }

  function start(): void {
    if (running) return
    const controller = new AbortController()
    running = controller
    ended = ended.then(() => run(controller))
  }

  /** Stops after the group being written; what was written stays. */
  async function stop(): Promise<void> {
    running?.abort()
    running = null
    waiting = null
    await ended
  }

  async function run(controller: AbortController): Promise<void> {
    const how = await writeMissing(controller.signal)
    if (running !== controller) return
    running = null
    waiting = null
    if (how !== 'stopped') onEnd(how)
  }

  async function writeMissing(signal: AbortSignal): Promise<EmbeddingEnd | 'stopped'> {
    for (let deaths = 0; deaths < deathsInARow; deaths += 1) {
      try {
        for await (const event of await worker.embed(undefined, { signal })) {
          if (signal.aborted) return 'stopped'
          if (event.problem) return passing.has(event.problem.reason) ? 'away' : 'up'
          deaths = 0
          waiting = event.waiting
          progress.vectorsWritten(event.written)
          refresh.soon()
          onChange()
        }
        return signal.aborted ? 'stopped' : waiting ? 'up' : 'all'
      } catch (error) {
        if (signal.aborted || onStorageFull(error)) return 'stopped'
        report(error)
        if (!(error instanceof WorkerDied)) return 'up'
        await sleep(deathPause * deaths)
      }
    }
    return 'up'
  }
}
