import { BlockList } from 'node:net'

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/** Whether what is sent to this address stays on this machine. */
export function isLocalAddress(address: string): boolean {
  const hostname = new URL(address).hostname.replace(/\.$/, '')
  if (hostname === 'localhost' || hostname.endsWith('.localhost')) return true
  // URL writes IPv6 in brackets, and `::ffff:127.0.0.1` in hexadecimal; BlockList knows mapped addresses.
  if (hostname.startsWith('[')) return loopback.check(hostname.slice(1, -1), 'ipv6')
  return /^[\d.]+$/.test(hostname) && loopback.check(hostname, 'ipv4')
}

/** Host and port of another machine; undefined where what is sent there stays on this one. */
export function remoteHost(address: string): string | undefined {
  return isLocalAddress(address) ? undefined : new URL(address).host
}
