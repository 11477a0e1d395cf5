import type { ClientOptions } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { KeptSpan } from '#contract/inside.contract'
import { cleanLine, type LogLine } from '#contract/log'
import { type ReducedError, withoutContents } from '#contract/reduced-error'
import {
  type InsideTold,
  isLastErrorTold,
  isLineTold,
  isMemoryTold,
  isOutwardTold,
  isSpanTold,
  isTold,
  type KeepAliveTold,
  type KeyTold,
  type OfflineTold,
} from '#contract/worker-channel'
import type { OutwardRequest } from '#models/network/outward'
import { carriedTrace } from '#models/tracing/traced'
import type { WorkerExit, WorkerProcess } from './worker-process.ts'

/** Why a call was not answered: the process that had it died. Calling again reaches its successor. */
export class WorkerDied extends Error {
  override readonly name = 'WorkerDied'
  readonly [withoutContents] = true
  readonly worker: string
  readonly exit: WorkerExit

  constructor(worker: string, exit: WorkerExit) {
    super(`The ${worker} process ended (${exit.signal ?? exit.code ?? 'not started'}) before it had answered`)
    this.worker = worker
    this.exit = exit
  }
}

interface WhatIsTold {
  readonly onOutward?: ((request: OutwardRequest) => void) | undefined
  readonly onLine?: ((line: LogLine) => void) | undefined
  readonly onSpan?: ((span: KeptSpan) => void) | undefined
  readonly onMemory?: ((bytes: number) => void) | undefined
}

export interface ConnectionListeners {
  readonly onGone: (exit: WorkerExit, error: ReducedError | undefined) => void
  readonly settings: WhatIsTold
}

/** The line to one worker process, from its start to its end. */
export interface Connection {
  readonly process: WorkerProcess
  readonly gone: Promise<void>
  /** Says something beside the calls; a process that is gone hears nothing. */
  tell(message: OfflineTold | KeyTold | InsideTold | KeepAliveTold): void
  call(path: readonly string[], input: unknown, options: ClientOptions<Record<never, never>>): Promise<unknown>
}

/** Calls a process and hears what it says of itself; once it is gone every call rejects with `WorkerDied`. */
export function createConnection(
  name: string,
  process: WorkerProcess,
  { onGone, settings }: ConnectionListeners,
): Connection {
  let death: WorkerDied | null = null
  let lastError: ReducedError | undefined
  const closeListeners: (() => void)[] = []
  const link = new RPCLink({
    headers: carriedTrace,
    port: {
      on: (event: string, listener: (event?: { data: unknown }) => void) => {
        if (event === 'message') process.onMessage((data) => hear(data) || listener({ data }))
        if (event === 'close') closeListeners.push(listener)
      },
      postMessage: (message: unknown) => process.send(message),
    },
  })
  const gone = new Promise<void>((resolve) => {
    process.onExit((exit) => {
      death = new WorkerDied(name, exit)
      for (const listener of closeListeners) listener()
      onGone(exit, lastError)
      resolve()
    })
  })
  return { process, gone, tell, call }

  function hear(message: unknown): boolean {
    // A worker is of this program: what it says of itself has this shape.
    if (isOutwardTold(message)) settings.onOutward?.(message.request as OutwardRequest)
    if (isLineTold(message)) settings.onLine?.(cleanLine(message.line))
    if (isSpanTold(message)) settings.onSpan?.(message.span)
    if (isMemoryTold(message)) settings.onMemory?.(message.bytes)
    if (isLastErrorTold(message)) lastError = message.error
    return isTold(message)
  }

  function tell(message: OfflineTold | KeyTold | InsideTold | KeepAliveTold): void {
    try {
      process.send(message)
    } catch {
      // Its successor is told at its start.
    }
  }

  async function call(path: readonly string[], input: unknown, options: ClientOptions<Record<never, never>>) {
    try {
      const output = await link.call(path, input, options)
      return isAsyncIterator(output) ? mapErrors(output) : output
    } catch (error) {
      throw await explained(error)
    }
  }

  /** Not a generator: `return` must reach the worker at once, also while `next` is waiting. */
  function mapErrors(iterator: AsyncIterator<unknown>): AsyncIterableIterator<unknown> {
    return {
      next: () =>
        iterator.next().catch(async (error) => {
          throw await explained(error)
        }),
      return: async (value) => {
        // A dead process cannot be told to stop and has stopped.
        await iterator.return?.().catch(() => {})
        return { done: true, value }
      },
      [Symbol.asyncIterator]() {
        return this
      },
    }
  }

  /** The channel may close before the exit is known; a failed send waits for it. */
  async function explained(error: unknown): Promise<unknown> {
    if (error instanceof Error && error.message === 'The channel to the worker is closed') await gone
    return death ?? error
  }
}

/** Whether an answer is a stream. */
export function isAsyncIterator(value: unknown): value is AsyncIterableIterator<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value && 'next' in value
}
