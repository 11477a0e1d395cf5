import type { ModelStopped } from '#contract/chat.contract'
import { HeldBack } from '../network/outward.ts'

type Reason = ModelStopped['reason']

/** A break in the talk with a model server whose reason is known where it is thrown. */
export class ModelFault extends Error {
  readonly reason: Reason

  constructor(reason: Reason, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'ModelFault'
    this.reason = reason
  }
}

/** The failure for whatever ended a model's stream. */
export function stoppedBecause(cause: unknown, signal: AbortSignal | undefined): ModelStopped {
  if (signal?.aborted) return stopped('stopped-by-person', 'The request was aborted')
  const held = chainOf(cause).find((error) => error instanceof HeldBack)
  if (held) return stopped('held-back', held.message)
  const fault = findFault(cause)
  if (fault) return stopped(fault.reason, fault.message)
  return stopped('connection-lost', messageOf(cause))
}

/** Whether no connection came about, or it broke before an answer: only then may the same request be sent again. */
export function isConnectionError(cause: unknown): boolean {
  return codesOf(cause).some((code) => connectionCodes.has(code))
}

/** Whether nobody listens at the address, or nobody answers in time. */
export function isNobodyThere(cause: unknown): boolean {
  return codesOf(cause).some((code) => nobodyCodes.has(code)) || chainOf(cause).some(isTimeout)
}

/** What a server means by an error it put into words, with the status it came under. */
export function faultOfAnswer({ status, message }: { readonly status: number; readonly message: string }): ModelFault {
  return new ModelFault(reasonOfAnswer(status, message), `${status}: ${message.slice(0, 500)}`)
}

const nobodyCodes = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT'])
const connectionCodes = new Set([...nobodyCodes, 'ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_CONNECT_TIMEOUT'])

function reasonOfAnswer(status: number, message: string): Reason {
  if (/out of memory|(system|more|enough|insufficient|available|vram|gpu) memory|cudamalloc/i.test(message)) {
    return 'out-of-memory'
  }
  const isLength = /context (length|size|window)|maximum context|too many tokens|exceed.*(context|token)/i
  if ((status === 400 || status === 413) && isLength.test(message)) return 'prompt-too-long'
  return status >= 400 && status < 500 ? 'refused' : 'model-crashed'
}

function stopped(reason: Reason, message: string): ModelStopped {
  return { code: 'MODEL_STOPPED', reason, message }
}

function findFault(cause: unknown): ModelFault | undefined {
  return chainOf(cause).find((error) => error instanceof ModelFault)
}

function isTimeout(error: Error): boolean {
  return error.name === 'TimeoutError' || ('code' in error && error.code === 'UND_ERR_CONNECT_TIMEOUT')
}

function codesOf(cause: unknown): string[] {
  return chainOf(cause).flatMap((error) => ('code' in error && typeof error.code === 'string' ? error.code : []))
}

function messageOf(cause: unknown): string {
  return chainOf(cause)
    .map((error) => error.message)
    .join(': ')
}

// fetch wraps the error of the socket, the AI SDK wraps fetch's, and several addresses of one host come as a group.
function chainOf(cause: unknown): Error[] {
  const chain: Error[] = []
  const waiting = [cause]
  while (waiting.length > 0 && chain.length < 20) {
    const error = waiting.shift()
    if (!(error instanceof Error)) continue
    chain.push(error)
    waiting.push(error.cause)
    if (error instanceof AggregateError) waiting.push(...error.errors)
    if ('lastError' in error) waiting.push(error.lastError)
  }
  return chain
}
