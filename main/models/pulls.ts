import { setTimeout as pause } from 'node:timers/promises'
import type { Pull } from '#contract/pulls.contract'
import { isLocalAddress } from '#models/chat/local-address'
import { isConnectionError, ModelFault } from '#models/chat/model-fault'
import { deleteModel, pullModel } from '#models/chat/ollama.pull'

export interface PullsDeps {
  /** Of the Ollama server, as it is set now. */
  readonly address: () => string
  /** Bytes free where models are put; null where that is not known. */
  readonly freeDisk: () => Promise<number | null>
  /** Milliseconds before each further try after a connection that broke. */
  readonly retries?: readonly number[]
  readonly silence?: number
  readonly clock?: () => number
}

export type Pulls = ReturnType<typeof createPulls>

const usualRetries = [1_000, 5_000, 15_000, 60_000]
/** Room that is left for everything else. */
const leastLeft = 500_000_000
const removeWithin = 30_000

/** Fetches models through Ollama, whoever is looking; a connection that breaks is taken up where it was. */
export function createPulls({ address, freeDisk, retries = usualRetries, silence, clock = Date.now }: PullsDeps) {
  const pulls = new Map<string, { pull: Pull; readonly stopping: AbortController; readonly over: Promise<void> }>()
  return { list, start, stop, dismiss, remove, close }

  function list(): Pull[] {
    return [...pulls.values()].map(({ pull }) => pull)
  }

  function start(name: string): Pull {
    const known = pulls.get(name)
    if (known && (known.pull.state === 'pulling' || known.pull.state === 'waiting')) return known.pull
    const stopping = new AbortController()
    const pull: Pull = {
      name,
      state: 'pulling',
      step: '',
      total: known?.pull.total ?? null,
      completed: known?.pull.completed ?? 0,
      bytesPerSecond: null,
      problem: null,
    }
    const { promise: over, resolve } = Promise.withResolvers<void>()
    pulls.set(name, { pull, stopping, over })
    void run(name, stopping.signal).finally(resolve)
    return pull
  }

  /** Resolves when Ollama was told. */
  async function stop(name: string): Promise<boolean> {
    const one = pulls.get(name)
    if (!one || one.stopping.signal.aborted) return false
    one.stopping.abort()
    await one.over
    return true
  }

  function dismiss(name: string): boolean {
    const one = pulls.get(name)
    if (!one || one.pull.state === 'pulling' || one.pull.state === 'waiting') return false
    return pulls.delete(name)
  }

  async function remove(name: string): Promise<boolean> {
    await stop(name)
    pulls.delete(name)
    return deleteModel(address(), name, AbortSignal.timeout(removeWithin))
  }

  async function close(): Promise<void> {
    await Promise.all([...pulls.keys()].map(stop))
  }

  async function run(name: string, signal: AbortSignal): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        change(name, { state: 'pulling', problem: null })
        await once(name, signal)
        return change(name, { state: 'done', bytesPerSecond: null })
      } catch (cause) {
        if (signal.aborted) return change(name, { state: 'stopped', bytesPerSecond: null })
        const wait = retries[attempt]
        if (!mayPass(cause) || wait === undefined) {
          return change(name, { state: 'failed', bytesPerSecond: null, problem: sentenceFor(cause) })
        }
        change(name, { state: 'waiting', bytesPerSecond: null, problem: 'The connection broke; it goes on by itself.' })
        await pause(wait, undefined, { signal }).catch(() => {})
        if (signal.aborted) return change(name, { state: 'stopped', problem: null })
      }
    }
  }

  async function once(name: string, signal: AbortSignal): Promise<void> {
    const begun = clock()
    let from: number | null = null
    let isRoomKnown = false
    const options = { address: address(), name, signal, ...(silence === undefined ? {} : { silence }) }
    for await (const { step, total, completed } of pullModel(options)) {
      from ??= total === null ? null : completed
      const seconds = (clock() - begun) / 1_000
      const bytesPerSecond = from === null || seconds < 1 ? null : Math.round((completed - from) / seconds)
      change(name, { step, total, completed, bytesPerSecond })
      if (isRoomKnown || total === null || !isLocalAddress(address())) continue
      isRoomKnown = true
      const free = await freeDisk()
      if (free !== null && total - completed > free - leastLeft) throw new NoRoom(total - completed, free)
    }
  }

  function change(name: string, next: Partial<Pull>): void {
    const one = pulls.get(name)
    if (one) one.pull = { ...one.pull, ...next }
  }
}

class NoRoom extends Error {
  readonly needed: number
  readonly free: number

  constructor(needed: number, free: number) {
    super('Too little room')
    this.needed = needed
    this.free = free
  }
}

/** A broken connection may pass; an answer that says no does not. */
function mayPass(cause: unknown): boolean {
  if (isConnectionError(cause)) return true
  return cause instanceof ModelFault && (cause.reason === 'connection-lost' || cause.reason === 'silent-too-long')
}

function sentenceFor(cause: unknown): string {
  if (cause instanceof NoRoom) {
    const [needed, free] = [cause.needed, cause.free].map((bytes) => `${(bytes / 1e9).toFixed(1)} GB`)
    return `It takes ${needed} more, and the disk has ${free}. Make room and go on; what came so far is kept.`
  }
  const message = cause instanceof Error ? cause.message : String(cause)
  if (/file does not exist|not found|invalid model name/i.test(message)) {
    return 'There is no model of this name. Look at how it is written, with its tag, such as llama3.2:1b.'
  }
  if (/no such host|lookup|dial tcp/i.test(message)) {
    return 'Ollama could not reach its registry. Look at the connection of this machine and go on; what came so far is kept.'
  }
  return `Ollama could not fetch it: ${message.slice(0, 200)}. Go on to try again; what came so far is kept.`
}
