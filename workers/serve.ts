import type { SupportedMessagePort } from '@orpc/client/message-port'
import type { AnyRouter } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import { isInsideTold, isKeepAliveTold, isKeyTold, isOfflineTold, type OutwardTold } from '#contract/worker-channel'
import { isEncrypted, LibraryKey } from '#database/library-key'
import type { KeepAlive } from '#models/chat/keep-alive'
import { outward } from '#models/network/outward'
import { continuingTrace } from '#models/tracing/traced'
import { measure, onceMeasuring } from './measured.ts'
import { sayWhatEndsThis, tellMain } from './telling.ts'

// Before anything of this process can go wrong.
sayWhatEndsThis()

/** The options main gave when it started this process, one JSON object; the caller parses them. */
export function startOptions(): unknown {
  const text = process.argv[2]
  if (!text) throw new Error('A worker is started by main, with its options as JSON in the first argument')
  return JSON.parse(text)
}

/** The key of a library, which main says before anything else; null for one that is not encrypted. To be awaited before `serve`. */
export async function keyOf(databasePath: string): Promise<LibraryKey | null> {
  return isEncrypted(databasePath) ? LibraryKey.nullable().parse(await channel.key) : null
}

/** How long Ollama is to keep a model in memory, as main said last. */
export function keepAlive(): KeepAlive {
  return keptFor
}

/** Answers contract calls on the channel to main, and ends this process when main is gone. */
export function serve(router: AnyRouter): void {
  const port = portToMain()
  outward.onRequest((request) => {
    const told: OutwardTold = { alcove: 'outward', request }
    tellMain(told)
  })
  new RPCHandler(router, {
    interceptors: [({ request, next }) => onceMeasuring(() => continuingTrace(request.headers['traceparent'], next))],
  }).upgrade(port)
}

interface ParentPort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void
  postMessage(message: unknown): void
}

let keptFor: KeepAlive = null

/** Heard from the first moment on: what comes before somebody serves waits. */
const channel = openChannel()

function openChannel() {
  const key = Promise.withResolvers<unknown>()
  const waiting: unknown[] = []
  let serve = (data: unknown): void => void waiting.push(data)
  const hear = (data: unknown) => {
    if (isKeyTold(data)) key.resolve(data.key)
    else if (isInsideTold(data)) measure(data.on)
    else if (isKeepAliveTold(data)) keptFor = data.seconds
    else if (!hearOffline(data)) serve(data)
  }
  // Electron's utilityProcess gives `process.parentPort`; a forked Node process has `process.send`.
  const parentPort = (process as { readonly parentPort?: ParentPort }).parentPort
  if (parentPort) parentPort.on('message', ({ data }) => hear(data))
  else process.on('message', hear)
  return { key: key.promise, parentPort, onCall }

  function onCall(listener: (data: unknown) => void) {
    serve = listener
    for (const data of waiting.splice(0)) listener(data)
  }
}

function portToMain(): SupportedMessagePort {
  const { parentPort, onCall } = channel
  if (parentPort) {
    return {
      on: (event: string, callback: (event?: { data: unknown }) => void) => {
        if (event === 'message') onCall((data) => callback({ data }))
      },
      postMessage: (message: unknown) => parentPort.postMessage(message),
    }
  }
  process.on('disconnect', () => process.exit(0))
  // Ctrl+C and a closed terminal reach every process of the group; main ends this one in its turn.
  for (const name of ['SIGINT', 'SIGHUP'] as const) process.on(name, () => {})
  return {
    on: (event: string, callback: (event?: { data: unknown }) => void) => {
      if (event === 'message') onCall((data) => callback({ data }))
      if (event === 'close') process.on('disconnect', () => callback())
    },
    // Main may be gone before an answer is sent; `disconnect` ends this process then, so that is no error of its own.
    postMessage: (message: unknown) => process.send?.(message, undefined, undefined, () => {}),
  }
}

/** Main says whether requests to other machines are held back; that is no call. */
function hearOffline(message: unknown): boolean {
  if (!isOfflineTold(message)) return false
  outward.setOffline(message.on)
  return true
}
