import type { ModelStopped } from '#contract/chat.contract'
import type { ModelWork } from '#contract/model-requests.contract'
import { createBreaker } from './breaker.ts'
import type { ChatModel, ChatPart, ChatRequest } from './chat-model.ts'
import { type EndedRequest, observed } from './observed.ts'
import { createTurns, type TurnWanted } from './turns.ts'

export interface SchedulerOptions {
  /** How many requests a server gets at once. */
  readonly atOnce?: number
  readonly failures?: number
  /** Milliseconds that a server is left alone after so many failures in a row. */
  readonly rest?: number
  readonly clock?: () => number
  /** Told how each request went that a server was sent; it must not take time, nor throw. */
  readonly onEnded?: (request: EndedRequest) => void
}

export interface RequestWanted extends Pick<TurnWanted, 'priority' | 'owner'> {
  /** What is to be written; absent: an answer. */
  readonly work?: ModelWork
}

export type Scheduler = ReturnType<typeof createScheduler>

/** Two, as Ollama itself takes: more would only share the same processor, and each first word would come later. */
const usuallyAtOnce = 2
const usualFailures = 3
const usualRest = 15_000
/** What says something of the server, and not of the request or the person. */
const failures = new Set<ModelStopped['reason']>(['connection-lost', 'model-crashed', 'silent-too-long', 'garbled'])

/** Stands in front of every model: requests to a server wait for their turn, and a server that keeps failing is left alone. */
export function createScheduler(options: SchedulerOptions = {}) {
  const {
    atOnce = usuallyAtOnce,
    failures: most = usualFailures,
    rest = usualRest,
    clock,
    onEnded = () => undefined,
  } = options
  const servers = new Map<
    string,
    { turns: ReturnType<typeof createTurns>; breaker: ReturnType<typeof createBreaker> }
  >()
  /** What stands behind a model that waits for its turn: waiting twice, one would wait for oneself. */
  const behind = new WeakMap<ChatModel, ChatModel>()
  return { inTurn, resting }

  /** Milliseconds for which the server of a model is left alone since it kept failing; 0: it is asked. */
  function resting(model: ChatModel): number {
    return model.runtime === 'quotes' ? 0 : serverOf(model).breaker.resting()
  }

  /** The model as one who waits for its turn; everything but writing goes past. */
  function inTurn(model: ChatModel, wanted: RequestWanted): ChatModel {
    // Quotes are words that are there already.
    if (model.runtime === 'quotes') return model
    const own = behind.get(model) ?? model
    const waiting: ChatModel = { ...own, stream: (request, signal) => stream(own, request, { ...wanted, signal }) }
    behind.set(waiting, own)
    return waiting
  }

  async function* stream(
    model: ChatModel,
    request: ChatRequest,
    wanted: RequestWanted & TurnWanted,
  ): AsyncGenerator<ChatPart> {
    const { turns, breaker } = serverOf(model)
    const { server, name, local } = model
    const [at, askedAt] = [Date.now(), performance.now()]
    const places: number[] = []
    let wake = () => {}
    const onWaiting = (before: number) => {
      places.push(before)
      wake()
    }
    let end: (() => void) | null = null
    let gone: unknown
    const turn = turns.take({ ...wanted, onWaiting }).then(
      (done) => {
        end = done
        wake()
      },
      (error: unknown) => {
        gone = error
        wake()
      },
    )
    try {
      while (end === null && gone === undefined) {
        const before = places.splice(0).at(-1)
        if (before !== undefined) yield { type: 'waiting', for: 'turn', before }
        if (places.length > 0 || end !== null || gone !== undefined) continue
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      if (gone !== undefined) {
        yield stopped('stopped-by-person', 'The request was aborted')
        return
      }
      const left = breaker.wait()
      if (left > 0) {
        const seconds = Math.ceil(left / 1_000)
        yield stopped('refused', `It failed ${most} times in a row and is asked again in ${seconds} seconds`)
        return
      }
      const waitedMs = Math.round(performance.now() - askedAt)
      const about = { at, server, model: name, local, use: wanted.priority, work: wanted.work ?? 'answer', waitedMs }
      yield* observed(watched(model.stream(request, wanted.signal), breaker), about, onEnded)
    } finally {
      // One who stops listening while waiting has to leave, too.
      void turn.then(() => end?.())
    }
  }

  async function* watched(parts: AsyncIterable<ChatPart>, breaker: ReturnType<typeof createBreaker>) {
    let told = false
    try {
      for await (const part of parts) {
        if (!told && part.type !== 'waiting') {
          told = true
          if (part.type === 'stopped' && failures.has(part.failure.reason)) breaker.failed()
          else breaker.succeeded()
        }
        yield part
      }
    } finally {
      // Nothing was heard of the server: that says nothing against it.
      if (!told) breaker.succeeded()
    }
  }

  function serverOf({ server, local }: ChatModel) {
    const key = `${server} ${local}`
    const known = servers.get(key)
    if (known) return known
    const breaker = createBreaker({ failures: most, rest, ...(clock ? { clock } : {}) })
    const made = { turns: createTurns(atOnce), breaker }
    servers.set(key, made)
    return made
  }
}

function stopped(reason: ModelStopped['reason'], message: string): ChatPart {
  return { type: 'stopped', failure: { code: 'MODEL_STOPPED', reason, message } }
}
