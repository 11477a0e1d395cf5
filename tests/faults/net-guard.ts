import dgram from 'node:dgram'
import dns from 'node:dns'
import { appendFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'

// Loaded before everything else, in the process and in each of its threads: nothing leaves, and each try is written down.
const log = process.env.ALCOVE_NET_LOG ?? ''

net.Socket.prototype.connect = () => refuse('connect')
dgram.createSocket = () => refuse('datagram')
for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6'] as const) {
  Object.assign(dns, { [name]: () => refuse(name) })
  Object.assign(dns.promises, { [name]: () => refuse(name) })
}
globalThis.fetch = async () => refuse('fetch')
syncBuiltinESMExports()

function refuse(what: string): never {
  appendFileSync(log, `${what}\n`)
  throw new Error(`Nothing may leave this process: ${what}`)
}
