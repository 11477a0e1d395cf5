import type { KeptSpan } from './inside.contract.ts'
import type { LogLine } from './log.ts'
import type { ReducedError } from './reduced-error.ts'

/** What goes between main and a worker beside the calls of its contract, on the same channel. */
export interface OutwardTold {
  readonly alcove: 'outward'
  readonly request: unknown
}
export interface OfflineTold {
  readonly alcove: 'offline'
  readonly on: boolean
}
/** How long Ollama is to keep a model in memory, from the next request on. */
export interface KeepAliveTold {
  readonly alcove: 'keep-alive'
  readonly seconds: number | null
}
/** Main has a worker time its steps, or stop that. */
export interface InsideTold {
  readonly alcove: 'inside'
  readonly on: boolean
}
/** A step that a worker timed. */
export interface SpanTold {
  readonly alcove: 'span'
  readonly span: KeptSpan
}
/** Resident bytes of a worker. */
export interface MemoryTold {
  readonly alcove: 'memory'
  readonly bytes: number
}
/** A line for the log, which main alone writes. */
export interface LineTold {
  readonly alcove: 'line'
  readonly line: LogLine
}
/** The last words of a worker that an error ends. */
export interface LastErrorTold {
  readonly alcove: 'last-error'
  readonly error: ReducedError
}
/** The first message to a process that opens the library: the key of an encrypted one. Never among the options, which every
 * process of the machine can read. */
export interface KeyTold {
  readonly alcove: 'key'
  readonly key: unknown
}

/** Whether a message is the one that brings the key of the library. */
export function isKeyTold(message: unknown): message is KeyTold {
  return kindOf(message) === 'key'
}

/** Whether a message is of a worker that tells of a request to another machine. */
export function isOutwardTold(message: unknown): message is OutwardTold {
  return kindOf(message) === 'outward'
}

/** Whether a message is of main that holds requests back, or lets them go again. */
export function isOfflineTold(message: unknown): message is OfflineTold {
  return kindOf(message) === 'offline'
}

/** Whether a message is of main that says how long models stay in memory. */
export function isKeepAliveTold(message: unknown): message is KeepAliveTold {
  return kindOf(message) === 'keep-alive'
}

/** Whether a message is of main that wants steps timed, or not any more. */
export function isInsideTold(message: unknown): message is InsideTold {
  return kindOf(message) === 'inside'
}

/** Whether a message is a step that a worker timed. */
export function isSpanTold(message: unknown): message is SpanTold {
  return kindOf(message) === 'span'
}

/** Whether a message says how much memory a worker has. */
export function isMemoryTold(message: unknown): message is MemoryTold {
  return kindOf(message) === 'memory'
}

/** Whether a message is a worker's line for the log. */
export function isLineTold(message: unknown): message is LineTold {
  return kindOf(message) === 'line'
}

/** Whether a message is the error that ends a worker. */
export function isLastErrorTold(message: unknown): message is LastErrorTold {
  return kindOf(message) === 'last-error'
}

/** Whether a message is no part of a call. */
export function isTold(message: unknown): boolean {
  return kindOf(message) !== undefined
}

function kindOf(message: unknown): unknown {
  return typeof message === 'object' && message !== null && 'alcove' in message ? message.alcove : undefined
}
