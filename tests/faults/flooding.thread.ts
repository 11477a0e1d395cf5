import { type MessagePort, workerData } from 'node:worker_threads'
import { WebSocket } from 'ws'
import { z } from 'zod'

// Calls as fast as it can, from a thread of its own, so that what is measured is the one who is called.
const { url, token, perSecond, seconds } = z
  .object({ url: z.string().nullable(), token: z.string(), perSecond: z.number(), seconds: z.number() })
  .loose()
  .parse(workerData)
const port = (workerData as { readonly port: MessagePort | null }).port
const step = 20
const each = Math.ceil((perSecond * step) / 1_000)
const until = performance.now() + seconds * 1_000
let sent = 0

if (port) await flood((message) => port.postMessage(message))
else while (performance.now() < until) await floodSocket()
port?.postMessage({ sent })
port?.close()

async function floodSocket(): Promise<void> {
  const socket = new WebSocket(`${url?.replace('http', 'ws')}/rpc`, { headers: { authorization: `Bearer ${token}` } })
  const closed = new Promise<void>((resolve) => socket.on('close', resolve).on('error', () => resolve()))
  const opened = new Promise<void>((resolve) => socket.on('open', resolve))
  await Promise.race([opened, closed])
  const send = (message: string) => {
    if (socket.readyState === WebSocket.OPEN && socket.bufferedAmount < 8_000_000) socket.send(message)
  }
  await Promise.race([flood(send), closed])
  socket.terminate()
}

async function flood(send: (message: string) => void): Promise<void> {
  while (performance.now() < until) {
    for (let i = 0; i < each; i += 1) {
      sent += 1
      send(`{"i":"${sent}","p":{"u":"/system/version","b":{"json":null}}}`)
    }
    await new Promise((resolve) => setTimeout(resolve, step))
  }
}
