import { isLocalAddress } from '../chat/local-address.ts'
import { connectionsFor } from './connections.ts'

/** What a request that leaves this machine is for. */
export type OutwardPurpose = 'answers' | 'embedding' | 'backup' | 'updates'

/** A request to another machine, without what it says. */
export interface OutwardRequest {
  /** Milliseconds since the Unix epoch. */
  readonly at: number
  /** Name and port. */
  readonly host: string
  readonly purpose: OutwardPurpose
  readonly method: string
  readonly path: string
  /** `held-back`: the switch that stops all was on, nothing was sent. */
  readonly outcome: 'answered' | 'failed' | 'held-back'
  /** Null where no answer came. */
  readonly status: number | null
  /** Bytes of the body; null where it is a stream. */
  readonly bytes: number | null
  /** Until the answer began, or it failed. */
  readonly milliseconds: number
}

/** Nothing was sent: the person has stopped everything that leaves this machine. */
export class HeldBack extends Error {
  override readonly name = 'HeldBack'

  constructor(host: string) {
    super(`Nothing leaves this machine at present, so ${host} was not asked. The switch is in Settings, Privacy.`)
  }
}

/** An answer that is longer than any honest one, unpacked: it is not read any further. */
export class AnswerTooLong extends Error {
  override readonly name = 'AnswerTooLong'

  constructor(limit: number) {
    super(`The answer is longer than ${limit / mebibyte} MiB`)
  }
}

const mebibyte = 1024 * 1024
/** How much an answer may be; null: whoever takes it says. */
const longest: Readonly<Record<OutwardPurpose, number | null>> = {
  answers: 64 * mebibyte,
  embedding: 128 * mebibyte,
  backup: null,
  updates: null,
}

const listeners = new Set<(request: OutwardRequest) => void>()
let offline = false

/** The state of this process; main tells it to the processes it starts. */
export const outward = {
  /** True: requests to other machines are held back. */
  setOffline: (on: boolean) => {
    offline = on
  },
  isOffline: () => offline,
  /** Tells of every request to another machine, once it is over; gives back how to stop listening. */
  onRequest: (listener: (request: OutwardRequest) => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
}

/**
 * The one way by which Alcove asks anybody for anything: a fetch that follows no redirect, goes only where `connectionsFor`
 * lets it, reads no endless answer, tells of each request to another machine, and holds it back while the person has
 * stopped them. What goes to this machine passes untold.
 */
export function outwardFetch(purpose: OutwardPurpose): typeof fetch {
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input)
    const safe = { ...init, redirect: 'error' as const, dispatcher: connectionsFor(url) }
    if (isLocalAddress(url.href)) return upTo(longest[purpose], await fetch(input, safe))
    const begun = performance.now()
    const request = {
      at: Date.now(),
      host: url.host,
      purpose,
      method: init?.method ?? (input instanceof Request ? input.method : 'GET'),
      path: url.pathname,
      bytes: bytesOf(init?.body),
    }
    const tell = (outcome: OutwardRequest['outcome'], status: number | null) => {
      const milliseconds = Math.round(performance.now() - begun)
      for (const listener of listeners) listener({ ...request, outcome, status, milliseconds })
    }
    if (offline) {
      tell('held-back', null)
      throw new HeldBack(url.host)
    }
    try {
      const response = await fetch(input, safe)
      tell('answered', response.status)
      return upTo(longest[purpose], response)
    } catch (error) {
      tell('failed', null)
      throw error
    }
  }
}

/** The same answer, which ends with an error where it gets too long; counted is what was unpacked. */
function upTo(limit: number | null, response: Response): Response {
  if (limit === null || !response.body) return response
  let got = 0
  const counted = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      got += chunk.byteLength
      if (got > limit) throw new AnswerTooLong(limit)
      controller.enqueue(chunk)
    },
  })
  return new Response(response.body.pipeThrough(counted), response)
}

function bytesOf(body: RequestInit['body']): number | null {
  if (body === undefined || body === null) return 0
  if (typeof body === 'string') return Buffer.byteLength(body)
  return body instanceof Uint8Array || body instanceof ArrayBuffer ? body.byteLength : null
}
