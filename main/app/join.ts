import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import { WebSocket } from 'ws'
import type { Client } from './client.ts'
import type { Holder } from './lock.ts'

/** The library, held by another process. */
export interface Joined {
  readonly client: Client
  readonly holder: Holder
  /** An address that opens the page once; null when the holder went away. */
  pageAddress(): Promise<string | null>
  /** Resolves when the connection ends, from whichever side. */
  readonly gone: Promise<void>
  close(): Promise<void>
}

const patience = 5_000

/** Connects to the process that holds the data folder; null when nobody answers there. */
export async function join(holder: Holder): Promise<Joined | null> {
  const socket = new WebSocket(`${holder.url.replace(/^http/, 'ws')}/rpc`, {
    headers: { authorization: `Bearer ${holder.token}` },
    handshakeTimeout: patience,
    maxPayload: 160 * 1024 * 1024,
    perMessageDeflate: false,
  })
  const open = await new Promise<boolean>((resolve) => {
    socket.once('open', () => resolve(true))
    socket.once('error', () => resolve(false))
    socket.once('close', () => resolve(false))
  })
  if (!open) return null
  // A broken connection is seen by the calls on it, which reject.
  socket.on('error', () => {})
  const gone = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  // The link asks for a browser's WebSocket; the one of `ws` has the same events.
  const link = new RPCLink({ websocket: socket as never })
  return { client: createORPCClient<Client>(link), holder, pageAddress, gone, close }

  async function pageAddress() {
    const answer = await fetch(`${holder.url}/tickets`, {
      method: 'POST',
      headers: { authorization: `Bearer ${holder.token}` },
      signal: AbortSignal.timeout(patience),
    }).catch(() => null)
    if (!answer?.ok) return null
    const { token } = (await answer.json()) as { readonly token: string }
    return `${holder.url}/?token=${token}`
  }

  async function close() {
    socket.close()
    const deadline = setTimeout(() => socket.terminate(), 500)
    await gone
    clearTimeout(deadline)
  }
}
