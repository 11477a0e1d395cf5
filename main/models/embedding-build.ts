import { setTimeout as sleep } from 'node:timers/promises'
import type { ContractRouterClient } from '@orpc/contract'
import type { EmbedderProblem, EmbedderSpec } from '#contract/embedding-models.contract'
import type { libraryWorkerContract } from '#contract/library.contract'
import { createRate } from '../app/rate.ts'
import { WorkerDied } from '../app/worker-connection.ts'
import type { StoredEmbeddingModel } from './embedding-models.store.ts'

export interface EmbeddingBuildDeps {
  /** Models whose vectors are to be written, in their order. */
  readonly building: () => readonly StoredEmbeddingModel[]
  readonly specOf: (model: StoredEmbeddingModel) => Promise<EmbedderSpec>
  readonly embed: ContractRouterClient<typeof libraryWorkerContract>['embed']
  /** All vectors of a model are there. */
  readonly onComplete: (model: StoredEmbeddingModel) => void
  readonly onChange: () => void
  /** True when the error says that the disk is full; work goes on, by `start`, once there is room. */
  readonly onStorageFull: (error: unknown) => boolean
  /** Asks for `start` as soon as nothing more urgent is to be done. */
  readonly wake: () => void
  readonly report: (error: unknown) => void
  readonly clock: () => number
  readonly pauses?: Pauses
}

/** Milliseconds until a model that gave no vectors is tried again: twice as long each time. */
interface Pauses {
  readonly first: number
  readonly longest: number
}

export interface BuildingState {
  /** Passages that lack a vector; null until the first group was written. */
  readonly waiting: number | null
  readonly perSecond: number | null
  readonly problem: EmbedderProblem | null
}

export type EmbeddingBuild = ReturnType<typeof createEmbeddingBuild>

const deathsInARow = 3
const deathPause = 500

/** Writes the vectors of models that are being built, one model after the other, whenever nothing more urgent is to be done. */
export function createEmbeddingBuild(deps: EmbeddingBuildDeps) {
  const { building, specOf, embed, onComplete, onChange, onStorageFull, wake, report, clock } = deps
  const { first, longest } = deps.pauses ?? { first: 1_000, longest: 60_000 }
  const states = new Map<string, BuildingState>()
  const resting = new Map<string, { until: number; pause: number }>()
  const rate = createRate(clock)
  let running: AbortController | null = null
  let ended = Promise.resolve()
  let timer: NodeJS.Timeout | null = null
  let closed = false
  return { start, stop, again, rest: takeRest, close, stateOf }

  function stateOf(id: string): BuildingState | null {
    return states.get(id) ?? null
  }

  function start(): void {
    if (running || closed || !next()) return
    const controller = new AbortController()
    running = controller
    ended = ended.then(() => run(controller)).catch(report)
  }

  /** Stops after the group being written; what was written stays, and `start` goes on there. */
  async function stop(): Promise<void> {
    running?.abort()
    running = null
    await ended
  }

  /** A person wants this model tried now, whatever went wrong before. */
  function again(id: string): void {
    resting.delete(id)
    states.delete(id)
  }

  async function close(): Promise<void> {
    closed = true
    if (timer) clearTimeout(timer)
    await stop()
  }

  async function run(controller: AbortController): Promise<void> {
    const { signal } = controller
    try {
      for (let model = next(); model && !signal.aborted; model = next()) await write(model, signal)
    } finally {
      if (running === controller) running = null
      rate.reset()
    }
  }

  function next(): StoredEmbeddingModel | undefined {
    return building().find(({ id }) => (resting.get(id)?.until ?? 0) <= clock() && states.get(id)?.waiting !== 0)
  }

  async function write(model: StoredEmbeddingModel, signal: AbortSignal): Promise<void> {
    const { id } = model
    rate.reset()
    for (let deaths = 0; deaths < deathsInARow; deaths += 1) {
      let waiting = 0
      try {
        for await (const event of await embed({ model: await specOf(model) }, { signal })) {
          if (signal.aborted) return
          if (event.problem) return takeRest(id, event.problem)
          deaths = 0
          waiting = event.waiting
          resting.delete(id)
          rate.add(event.written)
          tell(id, { waiting: event.waiting, perSecond: rate.perSecond(), problem: null })
        }
        if (signal.aborted) return
        if (waiting > 0) return takeRest(id, null)
        // A stream that ends without a word had nothing to write.
        tell(id, { waiting: 0, perSecond: null, problem: null })
        return onComplete(model)
      } catch (error) {
        if (signal.aborted) return
        if (onStorageFull(error)) return takeRest(id, null)
        report(error)
        if (!(error instanceof WorkerDied)) return takeRest(id, unknownProblem)
        await sleep(deathPause * deaths)
      }
    }
    takeRest(id, { reason: 'unsupported', message: 'the process that runs it ended three times' })
  }

  /** Leaves a model alone for a while, longer each time. */
  function takeRest(id: string, problem: EmbedderProblem | null): void {
    const pause = Math.min((resting.get(id)?.pause ?? first / 2) * 2, longest)
    resting.set(id, { until: clock() + pause, pause })
    tell(id, { waiting: states.get(id)?.waiting || null, perSecond: null, problem })
    if (timer) clearTimeout(timer)
    const soonest = Math.min(...[...resting.values()].map(({ until }) => until)) - clock()
    timer = setTimeout(wake, Math.max(0, soonest) + 1).unref()
  }

  function tell(id: string, state: BuildingState): void {
    states.set(id, state)
    onChange()
  }
}

const unknownProblem: EmbedderProblem = { reason: 'unsupported', message: 'an unexpected error, see the log' }
