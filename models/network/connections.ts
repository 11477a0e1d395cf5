import { BlockList } from 'node:net'
import { isLocalAddress } from '../chat/local-address.ts'

/** An address that nothing is ever sent to. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused'
}

type Family = 'ipv4' | 'ipv6'
const rest: readonly (readonly [string, string, Family])[] = [
  ['0.0.0.0', '126.255.255.255', 'ipv4'],
  ['128.0.0.0', '255.255.255.255', 'ipv4'],
  ['::', '::', 'ipv6'],
  ['::2', '::ffff:7eff:ffff', 'ipv6'],
  ['::ffff:8000:0', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'ipv6'],
]
/**
 * Nobody's server: this network itself, neighbours without a router (where clouds keep the keys of their machines),
 * groups, what is reserved, and addresses that some router would turn into one of these.
 */
const nobody: readonly (readonly [string, number, Family])[] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['100.100.100.200', 32, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['224.0.0.0', 4, 'ipv4'],
  ['240.0.0.0', 4, 'ipv4'],
  ['::', 128, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['fec0::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
  ['fd00:ec2::254', 128, 'ipv6'],
  ['64:ff9b::', 96, 'ipv6'],
  ['64:ff9b:1::', 48, 'ipv6'],
  ['2001::', 32, 'ipv6'],
  ['2002::', 16, 'ipv6'],
]
const thisMachine: readonly (readonly [string, number, Family])[] = [
  ['127.0.0.0', 8, 'ipv4'],
  ['::1', 128, 'ipv6'],
]
const localNames = /^[^.]+$|\.(?:local|lan|home|internal|home\.arpa)$/

const onlyHere = new BlockList()
for (const [from, to, family] of rest) onlyHere.addRange(from, to, family)
const notNobody = listOf(nobody)
const notHere = listOf([...nobody, ...thisMachine])

/**
 * How to connect for an address: the rule is kept when the connection is made, of the very address that a name led to. Throws
 * for what is no plain http or https address. An address of this machine leads nowhere else, a name of the internet never
 * to this machine; what is on the person's own network may be asked, since a person set it up.
 */
export function connectionsFor(url: URL): Dispatcher {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new AddressRefused('Only http and https are asked')
  if (url.username || url.password) throw new AddressRefused('An address holds no name and no password')
  if (isLocalAddress(url.href)) return dispatcher('here', onlyHere)
  const name = url.hostname.replace(/\.$/, '')
  return localNames.test(name) ? dispatcher('near', notNobody) : dispatcher('away', notHere)
}

/** Whether a request failed because of where its address led. */
export function isRefused(error: unknown): boolean {
  if (error instanceof AddressRefused) return true
  if (!(error instanceof Error)) return false
  if ('code' in error && error.code === 'ERR_IP_BLOCKED') return true
  if (error instanceof AggregateError && error.errors.some(isRefused)) return true
  return isRefused(error.cause)
}

type Dispatcher = NonNullable<RequestInit['dispatcher']>
type DispatcherClass = new (options: { readonly connect: { readonly blockList: BlockList } }) => Dispatcher
const dispatchers = new Map<string, Dispatcher>()

function dispatcher(name: string, blockList: BlockList): Dispatcher {
  const known = dispatchers.get(name)
  if (known) return known
  // Node's fetch takes connections of its own kind alone, and this is where it keeps the kind once it was loaded.
  void new Response()
  const kept: unknown = Reflect.get(globalThis, Symbol.for('undici.globalDispatcher.1'))
  if (typeof kept !== 'object' || kept === null) throw new Error('This Node does not say how it connects')
  const made = new (kept.constructor as DispatcherClass)({ connect: { blockList } })
  dispatchers.set(name, made)
  return made
}

function listOf(subnets: readonly (readonly [string, number, Family])[]): BlockList {
  const list = new BlockList()
  for (const [address, bits, family] of subnets) list.addSubnet(address, bits, family)
  return list
}
