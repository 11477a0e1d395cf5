import type { SupportedMessagePort } from '@orpc/client/message-port'
import type { AnyRouter } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'

/** The options main gave when it started this process, one JSON object; the caller parses them. */
export function startOptions(): unknown {
  const text = process.argv[2]
  if (!text) throw new Error('A worker is started by main, with its options as JSON in the first argument')
  return JSON.parse(text)
}

/** Answers contract calls on the channel to main, and ends this process when main is gone. */
export function serve(router: AnyRouter): void {
  new RPCHandler(router).upgrade(portToMain())
}

interface ParentPort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void
  postMessage(message: unknown): void
}

function portToMain(): SupportedMessagePort {
  // Electron's utilityProcess gives `process.parentPort`; a forked Node process has `process.send`.
  const parentPort = (process as { readonly parentPort?: ParentPort }).parentPort
  if (parentPort) return parentPort as SupportedMessagePort
  process.on('disconnect', () => process.exit(0))
  // Ctrl+C and a closed terminal reach every process of the group; main ends this one in its turn.
  for (const name of ['SIGINT', 'SIGHUP'] as const) process.on(name, () => {})
  return {
    on: (event: string, callback: (event?: { data: unknown }) => void) => {
      if (event === 'message') process.on('message', (data) => callback({ data }))
      if (event === 'close') process.on('disconnect', () => callback())
    },
    // Main may be gone before an answer is sent; `disconnect` ends this process then, so that is no error of its own.
    postMessage: (message: unknown) => process.send?.(message, undefined, undefined, () => {}),
  }
}
