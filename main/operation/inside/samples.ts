import { statSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { KeptSpan, Sample } from '#contract/inside.contract'
import type { LogProcess } from '#contract/log'

export interface SamplesDeps {
  readonly database: string
  readonly queue: () => number
  readonly clock?: () => number
}

export type Samples = ReturnType<typeof createSamples>

const tenSeconds = 10_000
const kept = 360

/** Takes a sample of the program every ten seconds and keeps those of an hour. */
export function createSamples({ database, queue, clock = Date.now }: SamplesDeps) {
  const samples: Sample[] = []
  const workers = new Map<LogProcess, { readonly bytes: number; readonly at: number }>()
  const delay = monitorEventLoopDelay({ resolution: 10 })
  let searches: number[] = []
  let answers = 0
  let requests = 0
  let ticks: NodeJS.Timeout | undefined
  return { start, stop, take, list: () => [...samples], clear, sawSpan, sawCall, sawMemory }

  function start() {
    delay.enable()
    ticks ??= setInterval(take, tenSeconds).unref()
  }

  function stop() {
    clearInterval(ticks)
    ticks = undefined
    delay.disable()
  }

  function clear(): void {
    samples.length = 0
  }

  function sawSpan({ name, milliseconds }: KeptSpan): void {
    if (name === 'search') searches.push(milliseconds)
    if (name === 'ask') answers += 1
  }

  function sawCall(): void {
    requests += 1
  }

  function sawMemory(worker: LogProcess, bytes: number): void {
    workers.set(worker, { bytes, at: clock() })
  }

  function take(): void {
    const at = clock()
    // A process that ended says nothing any more.
    const alive = [...workers].filter(([, seen]) => at - seen.at < 3 * tenSeconds)
    const sorted = searches.toSorted((one, other) => one - other)
    samples.push({
      at,
      delayP50: inMilliseconds(delay.percentile(50)),
      delayP99: inMilliseconds(delay.percentile(99)),
      memory: {
        main: process.memoryUsage.rss(),
        ...Object.fromEntries(alive.map(([name, { bytes }]) => [name, bytes])),
      },
      queue: queue(),
      requests,
      searches: sorted.length,
      searchP50: percentile(sorted, 0.5),
      searchP95: percentile(sorted, 0.95),
      answers,
      databaseBytes: sizeOf(database),
      walBytes: sizeOf(`${database}-wal`),
    })
    if (samples.length > kept) samples.shift()
    delay.reset()
    searches = []
    answers = 0
    requests = 0
  }
}

/** It counts from one turn to the next, of which it asked for one every ten milliseconds. */
function inMilliseconds(nanoseconds: number): number {
  return Number.isFinite(nanoseconds) ? Math.max(0, nanoseconds / 1e6 - 10) : 0
}

function percentile(sorted: readonly number[], share: number): number | null {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}
