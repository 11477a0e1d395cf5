import { type ClientContext, type ClientLink, createORPCClient } from '@orpc/client'
import { RPCLink as PortLink } from '@orpc/client/message-port'
import { RPCLink as SocketLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import type { Contract } from '#contract/index'
import { type Attempt, type Connection, createConnection } from './connection.ts'

type Link = ClientLink<ClientContext>

/** The line to the program: a port from the preload in the desktop app, a socket in a browser. */
export const connection: Connection<Link> = createConnection(
  location.protocol === 'app:' ? connectByPort : connectBySocket,
)

const link: Link = {
  call: async (path, input, options) => (await connection.link(options.signal)).call(path, input, options),
}

/** Calls what the contract names. Waits while the line is down; a call in flight when it breaks is rejected. */
export const client: ContractRouterClient<Contract> = createORPCClient(link)

function connectBySocket(): Attempt<Link> {
  const address = new URL('./rpc', location.href)
  address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:'
  address.hash = ''
  const websocket = new WebSocket(address)
  return {
    link: new SocketLink({ websocket }),
    onOpen: (listener) => websocket.addEventListener('open', listener, { once: true }),
    onClose: (listener) => websocket.addEventListener('close', listener, { once: true }),
  }
}

function connectByPort(): Attempt<Link> {
  const opened: (() => void)[] = []
  const closed: (() => void)[] = []
  let taken: Link | null = null
  window.addEventListener('message', function take(event) {
    const port = event.ports[0]
    if (event.source !== window || event.data !== 'alcove:port' || !port) return
    window.removeEventListener('message', take)
    taken = new PortLink({ port })
    port.addEventListener('close', () => {
      for (const listener of closed) listener()
    })
    port.start()
    for (const listener of opened) listener()
  })
  window.postMessage('alcove:ready', location.origin)
  return {
    link: {
      call: async (...call) => {
        if (!taken) throw new Error('The port was used before it was there')
        return taken.call(...call)
      },
    },
    onOpen: (listener) => opened.push(listener),
    onClose: (listener) => closed.push(listener),
  }
}
