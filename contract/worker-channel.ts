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
