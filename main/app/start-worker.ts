import { setTimeout as sleep } from 'node:timers/promises'
import { type ClientLink, type ClientOptions, createORPCClient } from '@orpc/client'
import type { AnyContractRouter, ContractRouterClient } from '@orpc/contract'
import type { KeptSpan } from '#contract/inside.contract'
import type { LogLine } from '#contract/log'
import type { ReducedError } from '#contract/reduced-error'
import type { LibraryKey } from '#database/library-key'
import type { OutwardRequest } from '#models/network/outward'
import { createRest } from './rest.ts'
import { type Connection, createConnection, isAsyncIterator, WorkerDied } from './worker-connection.ts'
import { forkWorker, type SpawnWorker, type WorkerExit } from './worker-process.ts'

export interface WorkerSettings<Contract extends AnyContractRouter = AnyContractRouter> {
  /** For logs and errors. */
  readonly name: string
  /** File the process runs. */
  readonly entry: URL
  /** Given to the process as JSON; a function is asked at each start. */
  readonly options: unknown | (() => unknown)
  readonly priority?: 'normal' | 'low'
  /** Ends a process that had no call for so many milliseconds, to give its memory back; the next call starts it again. */
  readonly restAfter?: number
  readonly spawn?: SpawnWorker
  /** Says to each new process what it must know first; every other call waits for it. */
  readonly begin?: (client: ContractRouterClient<Contract>) => Promise<unknown>
  /** Of an encrypted library; said to each process before anything else. */
  readonly key?: LibraryKey | null | undefined
  /** Whether requests to other machines are held back; asked at each start. */
  readonly isOffline?: () => boolean
  /** How long Ollama is to keep models in memory; asked at each start. */
  readonly keepAlive?: () => number | null
  /** Told of each request of the process to another machine. */
  readonly onOutward?: (request: OutwardRequest) => void
  /** Told of each line of the process for the log. */
  readonly onLine?: (line: LogLine) => void
  /** Told of each step that the process timed, and of its memory, while it is measured. */
  readonly onSpan?: (span: KeptSpan) => void
  readonly onMemory?: (bytes: number) => void
  /** Whether the process is to measure what it does; asked at each start. */
  readonly isMeasured?: () => boolean
  readonly onStart?: () => void
  /** Told whenever the process ended unasked, before it is started again; with the error that ended it, if one did. */
  readonly onExit?: (exit: WorkerExit, error: ReducedError | undefined) => void
}

export interface Worker<Contract extends AnyContractRouter> {
  /** Always talks to the present process; the first call starts it. */
  readonly client: ContractRouterClient<Contract>
  /** Starts the process now instead of at the first call. */
  start(): void
  /** Null while no process runs. */
  pid(): number | null
  /** How often a process that died was started again. */
  restarts(): number
  /** Has the present process hold back what leaves this machine, or let it go. */
  holdBack(on: boolean): void
  /** Has the present process ask Ollama to keep models in memory for so long. */
  keepModels(seconds: number | null): void
  /** Has the present process measure what it does, or stop that. */
  measure(on: boolean): void
  /** Ends the present process in peace and starts another one; calls in flight reject with `WorkerDied`. */
  restart(): Promise<void>
  /** Ends the process; calls in flight reject with `WorkerDied`. */
  close(): Promise<void>
}

const firstBackOff = 50
/** Short enough that files waiting behind several that end the process stand still for less than five seconds. */
const longestBackOff = 3_000
/** A process that lived this long is healthy again: its next death is answered at once. */
const healthyAfter = 30_000
const endDeadline = 5_000

/** Keeps one worker process alive behind a client: starts it at the first call and again, with back-off, when it dies. */
export function startWorker<Contract extends AnyContractRouter>(settings: WorkerSettings<Contract>): Worker<Contract> {
  const { name, entry, options, priority = 'normal', restAfter, spawn = forkWorker, begin, onExit } = settings
  let current: Connection | null = null
  let restarts = 0
  let quickDeaths = 0
  let startable = Promise.resolve()
  let closed = false
  const closing = new AbortController()
  let leaving: Promise<void> = Promise.resolve()
  const rest = createRest(restAfter, sendToRest)
  /** Only while a process is being told what it must know first. */
  const begun = new Map<Connection, Promise<unknown>>()

  const link: ClientLink<Record<never, never>> = { call }
  return {
    client: createORPCClient<ContractRouterClient<Contract>>(link as never),
    start: () => void connect(),
    pid: () => current?.process.pid() ?? null,
    restarts: () => restarts,
    holdBack: (on) => current?.tell({ alcove: 'offline', on }),
    keepModels: (seconds) => current?.tell({ alcove: 'keep-alive', seconds }),
    measure: (on) => current?.tell({ alcove: 'inside', on }),
    restart,
    close,
  }

  async function call(path: readonly string[], input: unknown, callOptions: ClientOptions<Record<never, never>>) {
    const end = rest.begin()
    try {
      if (!current) await abortable(startable, callOptions.signal)
      const connection = connect()
      const told = begun.get(connection)
      if (told) await abortable(told, callOptions.signal)
      const output = await connection.call(path, input, callOptions)
      if (!isAsyncIterator(output)) return output
      return rest.untilOver(output, rest.begin())
    } finally {
      end()
    }
  }

  /** Not a death: nobody waits for this process, and nobody is told. */
  function sendToRest() {
    const last = current
    if (!last || closed) return
    current = null
    leaving = finish(last)
    startable = leaving
  }

  async function restart() {
    sendToRest()
    await startable
    if (!closed) connect()
  }

  function connect(): Connection {
    if (closed) throw new WorkerDied(name, { code: 0, signal: null })
    if (current) return current
    const started = Date.now()
    const connection = createConnection(
      name,
      spawn({ entry, options: typeof options === 'function' ? options() : options, priority }),
      {
        settings,
        onGone: (exit, error) => {
          if (current !== connection) return
          current = null
          if (closed) return
          quickDeaths = Date.now() - started > healthyAfter ? 0 : quickDeaths + 1
          restarts += 1
          onExit?.(exit, error)
          const wait = quickDeaths === 0 ? 0 : Math.min(firstBackOff * 4 ** (quickDeaths - 1), longestBackOff)
          startable = sleep(wait, undefined, { signal: closing.signal }).catch(() => {})
          // A process that served is wanted back without waiting for the next call.
          void startable.then(() => !closed && connect())
        },
      },
    )
    current = connection
    settings.onStart?.()
    connection.tell({ alcove: 'key', key: settings.key ?? null })
    if (settings.isMeasured?.()) connection.tell({ alcove: 'inside', on: true })
    if (settings.isOffline?.()) connection.tell({ alcove: 'offline', on: true })
    const seconds = settings.keepAlive?.() ?? null
    if (seconds !== null) connection.tell({ alcove: 'keep-alive', seconds })
    if (begin) begun.set(connection, greet(connection, begin))
    return connection
  }

  function greet(connection: Connection, tell: NonNullable<typeof begin>): Promise<unknown> {
    const direct: ClientLink<Record<never, never>> = { call: connection.call }
    const told = tell(createORPCClient<ContractRouterClient<Contract>>(direct as never))
    // Whoever calls meanwhile learns of a failure; later calls find a process that was not told.
    const over = () => begun.delete(connection)
    told.then(over, over)
    return told
  }

  async function close() {
    closed = true
    closing.abort()
    rest.cancel()
    await leaving
    if (current) await finish(current)
  }
}

async function finish({ process, gone }: Connection): Promise<void> {
  process.end()
  const deadline = setTimeout(() => process.kill(), endDeadline)
  await gone
  clearTimeout(deadline)
}

/** Calls once more when the process died with the first call; for calls that change nothing. */
export async function askAgain<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    if (!(error instanceof WorkerDied)) throw error
    return call()
  }
}

async function abortable<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise
  signal.throwIfAborted()
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const abort = () => reject(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  try {
    return await Promise.race([promise, aborted])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}
