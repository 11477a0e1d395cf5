import { type AnyRouter, ORPCError } from '@orpc/server'
import { RPCHandler } from '@orpc/server/websocket'
import { callLimit, contentLimit, createCallBudget, openLimit, patience, takesContent } from './call-budget.ts'
import { refuseHostileInput } from './hostile-input.ts'

/** The far end of a line: a socket or a port. */
export interface FarEnd {
  readonly send: (message: string | ArrayBufferLike | Blob | ArrayBufferView) => void
  readonly close: () => void
}

/** A line to one page or program. */
export interface Line {
  /** Takes what came over it, whatever that is. */
  take(message: unknown): void
  /** Nothing more is taken, and what is being answered stops. */
  end(): void
}

export interface CallAnswerer {
  open(farEnd: FarEnd): Line
}

/** How many calls are begun before everything else in this process has its turn. */
const atOnce = 64
const refusals = {
  400: { code: 'BAD_REQUEST', message: 'Not a call' },
  413: { code: 'PAYLOAD_TOO_LARGE', message: 'The call is too large' },
  429: { code: 'TOO_MANY_REQUESTS', message: 'Too many calls at once; wait a moment' },
} as const

/**
 * Answers the contract over sockets and ports. What is too large, too much or no call at all is refused unread; a line that
 * does not stop is closed; and however much comes, this process has time for everything else.
 */
export function createCallAnswerer(router: AnyRouter, report: (error: unknown) => void): CallAnswerer {
  const handler = new RPCHandler(router, {
    clientInterceptors: [...callInterceptors(report)],
  })
  return { open }

  function open(farEnd: FarEnd): Line {
    const socket = { send: farEnd.send, addEventListener: () => {} }
    const budget = createCallBudget()
    const waiting: string[] = []
    let refused = 0
    let answering = 0
    let ended = false
    let turn: NodeJS.Immediate | null = null
    return { take, end }

    function take(message: unknown): void {
      if (ended) return
      const status = refusalOf(message)
      if (status !== null) return refuse(message, status)
      waiting.push(String(message))
      turn ??= setImmediate(begin)
    }

    function refusalOf(message: unknown): keyof typeof refusals | null {
      // Alcove's page sends text only; nothing in the contract takes bytes.
      if (typeof message !== 'string') return 400
      if (message.length > callLimit && !(bringsContent(message) && message.length <= contentLimit)) return 413
      if (!budget.take() || answering + waiting.length >= openLimit + atOnce) return 429
      return null
    }

    function refuse(message: unknown, status: keyof typeof refusals): void {
      refused += 1
      if (refused > patience) return cut()
      const id = typeof message === 'string' ? idOf(message) : null
      if (id === null) return
      const json = { defined: false, status, ...refusals[status] }
      send(`{"i":${id},"p":{"s":${status},"b":{"json":${JSON.stringify(json)}}}}`)
    }

    function begin(): void {
      turn = null
      for (const message of waiting.splice(0, atOnce)) void answer(message)
      if (waiting.length > 0 && !ended) turn = setImmediate(begin)
    }

    async function answer(message: string): Promise<void> {
      answering += 1
      try {
        await handler.message(socket, message, { context: {} })
      } catch {
        // No call of the contract, or nobody is there to hear the answer. What it says is nobody's business.
        refused += 1
        if (refused > patience) cut()
      } finally {
        answering -= 1
      }
    }

    function send(message: string): void {
      try {
        farEnd.send(message)
      } catch {
        // Closed while it was answered.
        end()
      }
    }

    function cut(): void {
      end()
      farEnd.close()
    }

    function end(): void {
      if (ended) return
      ended = true
      waiting.length = 0
      if (turn) clearImmediate(turn)
      handler.close(socket)
    }
  }
}

/** What stands before every procedure, on every way to it. What cannot be read is not reported: it would put its words in a log. */
export function callInterceptors(report: (error: unknown) => void) {
  async function unexpected<T>({ next }: { readonly next: () => Promise<T> }): Promise<T> {
    try {
      return await next()
    } catch (error) {
      // Failures of the contract are answers, not accidents.
      if (!(error instanceof ORPCError)) report(error)
      throw error
    }
  }
  return [unexpected, refuseHostileInput] as const
}

const callStart = /^\{"i":("[\w-]{1,64}"|\d{1,15}),"p":\{"u":"(\/[\w/]{1,100})"/

/** The id under which a caller waits for the answer, as it wrote it. */
function idOf(message: string): string | null {
  return callStart.exec(message.slice(0, 256))?.[1] ?? null
}

function bringsContent(message: string): boolean {
  return takesContent(callStart.exec(message.slice(0, 256))?.[2] ?? '')
}
